@echo off
bitsadmin /transfer myjob /download /priority normal https://example.com/a.zip C:\Data\a.zip
