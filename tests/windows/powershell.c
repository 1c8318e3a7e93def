/* Stands in for powershell.exe: writes down how it was called, and prints the GUIDs that the scenario has under
 * "found", each on a line. Its exit code is 1 where the scenario refuses the verb "powershell", else 0. */
#include "stand.h"

int wmain(int argc, wchar_t **argv) {
    int code = stand_open() && refused("powershell");
    const char *at = code ? "" : scenario("found", "");
    Buffer said = {0};
    DWORD written;
    put(&said, "");
    while (*at) {
        char one[64];
        snprintf(one, sizeof one, "%.*s\r\n", (int)strcspn(at, ","), at);
        put(&said, one);
        at += strcspn(at, ",");
        if (*at == ',') at++;
    }
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), said.text, (DWORD)said.length, &written, NULL);
    record("powershell", argc, argv, code);
    return code;
}
