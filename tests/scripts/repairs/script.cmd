net stop bits
bitsadmin /reset /allusers
bitsadmin /util /setieproxy localsystem MANUAL_PROXY proxy:8080 NULL
bitsadmin /list /allusers /verbose
net start bits
