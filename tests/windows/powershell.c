/* Stands in for powershell.exe: writes down how it was called. Its exit code is 1 where the scenario
 * refuses the verb "powershell", else 0. */
#include "stand.h"

int wmain(int argc, wchar_t **argv) {
    int code = stand_open() && refused("powershell");
    record("powershell", argc, argv, code);
    return code;
}
