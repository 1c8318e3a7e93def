/* The folder in which the stand-ins of one run keep what they know, named by BITSMITH_STAND.
 *
 *   scenario   lines of key=value, written by the test
 *   clock      seconds that the run has waited
 *   count.X    how often the verb X was called
 *   GUID.job   one job each, see bitsadmin.c
 */
#ifndef BITSMITH_STAND_H
#define BITSMITH_STAND_H

#include "record.h"

static wchar_t stand_folder[1024];

static int stand_open(void) {
    DWORD got = GetEnvironmentVariableW(L"BITSMITH_STAND", stand_folder, 1024);
    return got > 0 && got < 1024;
}

static void stand_path(wchar_t *path, size_t room, const wchar_t *name) {
    _snwprintf(path, room, L"%ls\\%ls", stand_folder, name);
    path[room - 1] = 0;
}

/* The whole file as bytes with a zero at its end; NULL when there is none. */
static char *read_file(const wchar_t *name, DWORD *length) {
    wchar_t path[1200];
    HANDLE file;
    DWORD size, got = 0;
    char *bytes;
    stand_path(path, 1200, name);
    file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) return NULL;
    size = GetFileSize(file, NULL);
    bytes = calloc(1, size + 1);
    if (!bytes) ExitProcess(97);
    ReadFile(file, bytes, size, &got, NULL);
    CloseHandle(file);
    bytes[got] = 0;
    if (length) *length = got;
    return bytes;
}

static void write_file(const wchar_t *name, const char *bytes, DWORD length) {
    wchar_t path[1200];
    HANDLE file;
    DWORD written;
    stand_path(path, 1200, name);
    file = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) ExitProcess(98);
    WriteFile(file, bytes, length, &written, NULL);
    CloseHandle(file);
}

static long read_number(const wchar_t *name) {
    char *bytes = read_file(name, NULL);
    long number = bytes ? atol(bytes) : 0;
    free(bytes);
    return number;
}

static void write_number(const wchar_t *name, long number) {
    char text[32];
    snprintf(text, sizeof text, "%ld\n", number);
    write_file(name, text, (DWORD)strlen(text));
}

/* The value of a key of the scenario in a buffer of its own; the fallback where the key is missing. */
static const char *scenario(const char *key, const char *fallback) {
    static char values[8][512];
    static int turn;
    char *bytes = read_file(L"scenario", NULL), *line;
    size_t length = strlen(key);
    for (line = bytes; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        if (strncmp(line, key, length) == 0 && line[length] == '=') {
            char *value = values[turn = (turn + 1) % 8];
            size_t size = strcspn(line + length + 1, "\r\n");
            if (size > 511) size = 511;
            memcpy(value, line + length + 1, size);
            value[size] = 0;
            free(bytes);
            return value;
        }
    }
    free(bytes);
    return fallback;
}

/* Counts this call of a verb and says whether the scenario refuses it: refuse=verb,verb:2 (the second call only). */
static int refused(const char *verb) {
    wchar_t counter[64];
    const char *at = scenario("refuse", "");
    size_t length = strlen(verb);
    long count;
    _snwprintf(counter, 64, L"count.%hs", verb);
    count = read_number(counter) + 1;
    write_number(counter, count);
    while (*at) {
        size_t size = strcspn(at, ",");
        if (size >= length && strncmp(at, verb, length) == 0) {
            if (size == length) return 1;
            if (at[length] == ':' && atol(at + length + 1) == count) return 1;
        }
        at += size;
        if (*at == ',') at++;
    }
    return 0;
}

#endif
