@echo off
powershell -NoProfile -Command "Start-BitsTransfer -Source 'https://example.com/a.zip' -Destination 'C:\Data\a.zip' -TransferPolicy Standard"
