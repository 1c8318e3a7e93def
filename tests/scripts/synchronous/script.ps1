Start-BitsTransfer https://example.com/a.zip C:\Data\a.zip -Priority High
