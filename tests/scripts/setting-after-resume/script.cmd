bitsadmin /create upload-job
bitsadmin /addfile upload-job https://example.com/a.zip C:\Data\a.zip
bitsadmin /resume upload-job
bitsadmin /sethttpmethod upload-job POST
