bitsadmin /setpriority {C775D194-090F-431F-B5FB-8334D00D1CB6} FOREGROUND
bitsadmin /setsecurityflags {c775d194-090f-431f-b5fb-8334d00d1cb6} 0x0A1E
bitsadmin /setproxysettings {C775D194-090F-431F-B5FB-8334D00D1CB6} OVERRIDE proxy1:80,proxy2:8080 "<local> *.example.com"
bitsadmin /setcredentials {C775D194-090F-431F-B5FB-8334D00D1CB6} SERVER BASIC admin hunter2
bitsadmin /resume {C775D194-090F-431F-B5FB-8334D00D1CB6}
