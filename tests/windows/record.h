/* Writes down how a program was called, for the checks that run batch files in Wine.
 *
 * One line of JSON is appended to the file named by BITSMITH_CALLS:
 *   {"program":"…","line":[…],"shell32":[[…],…],"wmain":[[…],…],"exit":0}
 * Every text is a list of UTF-16 code units, so nothing can be lost on the way.
 */
#ifndef BITSMITH_RECORD_H
#define BITSMITH_RECORD_H

#ifndef UNICODE
#define UNICODE
#endif
#ifndef _UNICODE
#define _UNICODE
#endif
#include <windows.h>
#include <shellapi.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

/* The C start-up must not expand wildcards: a program of Windows does not either. */
int _dowildcard = 0;

typedef struct {
    char *text;
    size_t length, room;
} Buffer;

static void put(Buffer *buffer, const char *text) {
    size_t more = strlen(text);
    if (buffer->length + more + 1 > buffer->room) {
        buffer->room = (buffer->length + more + 1) * 2 + 4096;
        buffer->text = realloc(buffer->text, buffer->room);
        if (!buffer->text) ExitProcess(97);
    }
    memcpy(buffer->text + buffer->length, text, more + 1);
    buffer->length += more;
}

static void put_units(Buffer *buffer, const wchar_t *text) {
    char number[16];
    put(buffer, "[");
    for (const wchar_t *at = text; *at; at++) {
        snprintf(number, sizeof number, at == text ? "%u" : ",%u", (unsigned)*at);
        put(buffer, number);
    }
    put(buffer, "]");
}

static void put_vector(Buffer *buffer, int count, wchar_t **vector) {
    put(buffer, "[");
    for (int i = 0; i < count; i++) {
        if (i) put(buffer, ",");
        put_units(buffer, vector[i]);
    }
    put(buffer, "]");
}

/* Appends to a file in one write, so that two programs never mix their lines. */
static void append_file(const wchar_t *path, const Buffer *buffer) {
    HANDLE file = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD written;
    if (file == INVALID_HANDLE_VALUE) ExitProcess(98);
    WriteFile(file, buffer->text, (DWORD)buffer->length, &written, NULL);
    CloseHandle(file);
}

static void record(const char *program, int argc, wchar_t **argv, int code) {
    char number[32];
    wchar_t path[1024];
    Buffer buffer = {0};
    int count = 0;
    wchar_t **shell;
    DWORD got = GetEnvironmentVariableW(L"BITSMITH_CALLS", path, 1024);
    if (got == 0 || got >= 1024) return;
    shell = CommandLineToArgvW(GetCommandLineW(), &count);
    put(&buffer, "{\"program\":\"");
    put(&buffer, program);
    put(&buffer, "\",\"line\":");
    put_units(&buffer, GetCommandLineW());
    put(&buffer, ",\"shell32\":");
    put_vector(&buffer, count, shell);
    put(&buffer, ",\"wmain\":");
    put_vector(&buffer, argc, argv);
    snprintf(number, sizeof number, ",\"exit\":%d}\n", code);
    put(&buffer, number);
    append_file(path, &buffer);
    free(buffer.text);
}

#endif
