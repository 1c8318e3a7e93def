/* Stands in for the programs with which a batch file waits: ping -n K 127.0.0.1 takes K - 1 seconds,
 * timeout /t N takes N. It writes down the call, moves the clock of the stand and returns at once; where the
 * scenario refuses the verb of its name it fails at once, as timeout does when its input is redirected.
 * PROGRAM is set when it is compiled. */
#include "stand.h"

int wmain(int argc, wchar_t **argv) {
    int ping = strcmp(PROGRAM, "ping") == 0, code = 0;
    long seconds = 0;
    for (int i = 1; i + 1 < argc; i++) {
        if (_wcsicmp(argv[i], ping ? L"-n" : L"/t") == 0) seconds = _wtol(argv[i + 1]) - ping;
    }
    if (stand_open()) {
        code = refused(PROGRAM);
        if (!code && seconds > 0) write_number(L"clock", read_number(L"clock") + seconds);
    }
    record(PROGRAM, argc, argv, code);
    return code;
}
