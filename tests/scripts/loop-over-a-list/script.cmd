bitsadmin /create list
for %%f in (a.zip b.zip c.zip) do bitsadmin>nul /addfile list https://example.com/%%f C:\Data\%%f
bitsadmin /resume list
