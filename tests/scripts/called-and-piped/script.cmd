@echo off
call bitsadmin /addfile Nightly https://example.com/a%%20b.bin C:\data\a.bin
bitsadmin /setdescription Nightly "say ""well"" done"
bitsadmin /setminretrydelay Nightly 60|120
