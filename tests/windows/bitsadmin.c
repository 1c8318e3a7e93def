/* Stands in for bitsadmin.exe: a small model of BITS that plays a scenario.
 *
 * Every call is written down (record.h). Where BITSMITH_STAND names a folder (stand.h) the verbs work on the jobs
 * kept there; without it the program only writes down the call, prints nothing and ends with 0.
 *
 * A job is the file GUID.job, lines of key=value in UTF-8, with U+001F between parts of a value and \\ \n \r escaped:
 *   name, type, state, polls, started    what BITS itself keeps
 *   file=remote|local|ranges             one line a file, in order
 *   set.X=a|b                            the arguments of the last /SETX
 * A job that was cancelled or completed keeps its file, so that the test can see how it ended, and is found no more.
 *
 * Keys of the scenario:
 *   play=ok          after `after` looks at the state a started job is TRANSFERRED
 *   play=error       … is in ERROR
 *   play=transient   … is in TRANSIENT_ERROR for as many looks again, then TRANSFERRED
 *   play=forever     … is still TRANSFERRING
 *   play=gone        … is not there any more
 *   play=acknowledged, play=cancelled   … was completed or cancelled by someone else and still answers
 *   after=2          looks at the state (or, with after_seconds, waited seconds) until then
 *   refuse=a,b:2     verbs that are refused: always, or the second time
 *   code=0x80070057  the number that a refusal names
 *   tongue=plain     a refusal says "Unable to …" and ends with 1
 *   tongue=other     it ends with 0 and says it in other words, also where a job is not found
 *   tongue=hresult   it says "Unable to …" and ends with the number itself, which is negative
 *   elsewhere=verb   someone else completes the job just before this verb, which then does not find it
 *   ended=answers    a job that was completed or cancelled, by whomever, still answers and is listed
 *   numbers=hex      flags are printed as 0x0000000B
 */
#include "stand.h"

#define MOST 256

typedef struct {
    wchar_t *key, *value;
} Entry;

typedef struct {
    wchar_t guid[64];
    Entry entries[MOST];
    int count;
} Job;

static Buffer said;
static int raw;

static void say(const char *format, ...) {
    char text[4096];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    put(&said, text);
}

static char *narrow(const wchar_t *text) {
    int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
    char *out = malloc(size > 0 ? size : 1);
    if (!out) ExitProcess(97);
    out[0] = 0;
    WideCharToMultiByte(CP_UTF8, 0, text, -1, out, size, NULL, NULL);
    return out;
}

static wchar_t *wide(const char *text) {
    int size = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
    wchar_t *out = malloc((size > 0 ? size : 1) * sizeof *out);
    if (!out) ExitProcess(97);
    out[0] = 0;
    MultiByteToWideChar(CP_UTF8, 0, text, -1, out, size);
    return out;
}

static void say_wide(const wchar_t *text) {
    char *bytes = narrow(text);
    put(&said, bytes);
    free(bytes);
}

/* ---- jobs ---------------------------------------------------------------------------------------------- */

static const wchar_t *get(const Job *job, const wchar_t *key, const wchar_t *fallback) {
    for (int i = 0; i < job->count; i++) {
        if (wcscmp(job->entries[i].key, key) == 0) return job->entries[i].value;
    }
    return fallback;
}

static void add(Job *job, const wchar_t *key, const wchar_t *value) {
    if (job->count == MOST) ExitProcess(96);
    job->entries[job->count].key = _wcsdup(key);
    job->entries[job->count++].value = _wcsdup(value);
}

static void forget(Job *job, const wchar_t *key) {
    int kept = 0;
    for (int i = 0; i < job->count; i++) {
        if (wcscmp(job->entries[i].key, key) != 0) job->entries[kept++] = job->entries[i];
    }
    job->count = kept;
}

static void set(Job *job, const wchar_t *key, const wchar_t *value) {
    wchar_t *copy = _wcsdup(value);
    forget(job, key);
    add(job, key, copy);
    free(copy);
}

static void set_number(Job *job, const wchar_t *key, long number) {
    wchar_t text[32];
    _snwprintf(text, 32, L"%ld", number);
    set(job, key, text);
}

static void escape(Buffer *buffer, const wchar_t *value) {
    char *bytes = narrow(value);
    for (char *at = bytes; *at; at++) {
        char one[3] = {*at, 0, 0};
        if (*at == '\\' || *at == '\n' || *at == '\r') {
            one[0] = '\\';
            one[1] = *at == '\n' ? 'n' : *at == '\r' ? 'r' : '\\';
        }
        put(buffer, one);
    }
    free(bytes);
}

static void save(const Job *job) {
    wchar_t name[80];
    Buffer buffer = {0};
    put(&buffer, "");
    for (int i = 0; i < job->count; i++) {
        escape(&buffer, job->entries[i].key);
        put(&buffer, "=");
        escape(&buffer, job->entries[i].value);
        put(&buffer, "\n");
    }
    _snwprintf(name, 80, L"%ls.job", job->guid);
    write_file(name, buffer.text, (DWORD)buffer.length);
    free(buffer.text);
}

static Job *load(const wchar_t *name) {
    Job *job = calloc(1, sizeof *job);
    char *bytes = read_file(name, NULL), *line = bytes;
    if (!job || !bytes) ExitProcess(95);
    wcsncpy(job->guid, name, wcslen(name) - 4);
    while (*line) {
        char *end = line + strcspn(line, "\n"), *from, *to, *equals;
        int last = *end == 0;
        *end = 0;
        equals = strchr(line, '=');
        if (equals) {
            wchar_t *key, *value;
            *equals = 0;
            for (from = to = equals + 1; *from; from++, to++) {
                if (*from == '\\' && from[1]) {
                    from++;
                    *to = *from == 'n' ? '\n' : *from == 'r' ? '\r' : *from;
                } else {
                    *to = *from;
                }
            }
            *to = 0;
            key = wide(line);
            value = wide(equals + 1);
            add(job, key, value);
            free(key);
            free(value);
        }
        if (last) break;
        line = end + 1;
    }
    free(bytes);
    return job;
}

static int is_final(const Job *job) {
    const wchar_t *state = get(job, L"state", L"");
    return wcscmp(state, L"CANCELLED") == 0 || wcscmp(state, L"ACKNOWLEDGED") == 0;
}

static int all_jobs(Job **jobs, int room) {
    wchar_t pattern[1200];
    WIN32_FIND_DATAW found;
    HANDLE search;
    int count = 0;
    stand_path(pattern, 1200, L"*.job");
    search = FindFirstFileW(pattern, &found);
    if (search == INVALID_HANDLE_VALUE) return 0;
    do {
        if (count < room) jobs[count++] = load(found.cFileName);
    } while (FindNextFileW(search, &found));
    FindClose(search);
    return count;
}

static Job *new_job(const wchar_t *name, const wchar_t *type) {
    Job *job = calloc(1, sizeof *job);
    long number = read_number(L"next") + 1;
    if (!job) ExitProcess(97);
    write_number(L"next", number);
    _snwprintf(job->guid, 64, L"{B175ADC0-0000-4000-8000-%012lX}", (unsigned long)number);
    add(job, L"name", name);
    add(job, L"type", type);
    add(job, L"state", L"SUSPENDED");
    return job;
}

static int file_count(const Job *job) {
    int count = 0;
    for (int i = 0; i < job->count; i++) count += wcscmp(job->entries[i].key, L"file") == 0;
    return count;
}

/* One part of a value. */
static wchar_t *part(const wchar_t *value, int number) {
    wchar_t *out;
    size_t size;
    while (number-- > 0) {
        value = wcschr(value, L'\x1f');
        if (!value) return _wcsdup(L"");
        value++;
    }
    size = wcscspn(value, L"\x1f");
    out = _wcsdup(value);
    out[size] = 0;
    return out;
}

/* ---- what happens to a started job --------------------------------------------------------------------------- */

static void look(Job *job) {
    const char *play = scenario("play", "ok"), *seconds = scenario("after_seconds", "");
    long polls = wcstol(get(job, L"polls", L"0"), NULL, 10) + 1, after = atol(scenario("after", "2")), passed = polls;
    const wchar_t *state = get(job, L"state", L"");
    if (wcscmp(get(job, L"started", L""), L"1") != 0 || wcscmp(state, L"SUSPENDED") == 0 || is_final(job)) return;
    set_number(job, L"polls", polls);
    if (*seconds) {
        after = atol(seconds);
        passed = read_number(L"clock") - wcstol(get(job, L"since", L"0"), NULL, 10);
    }
    if (passed < after || strcmp(play, "forever") == 0) {
        state = polls == 1 ? L"CONNECTING" : L"TRANSFERRING";
    } else if (strcmp(play, "error") == 0) {
        state = L"ERROR";
    } else if (strcmp(play, "transient") == 0 && passed < 2 * after) {
        state = L"TRANSIENT_ERROR";
    } else if (strcmp(play, "gone") == 0 || strcmp(play, "cancelled") == 0) {
        state = L"CANCELLED";
        set(job, L"by", L"someone else");
    } else if (strcmp(play, "acknowledged") == 0) {
        state = L"ACKNOWLEDGED";
        set(job, L"by", L"someone else");
    } else {
        state = L"TRANSFERRED";
    }
    set(job, L"state", state);
    save(job);
}

/* A finished job answers only where the scenario says so. */
static int answers(const Job *job) {
    const char *play = scenario("play", "ok");
    if (!is_final(job) || strcmp(scenario("ended", ""), "answers") == 0) return 1;
    if (wcscmp(get(job, L"by", L""), L"someone else") != 0) return 0;
    return strcmp(play, "acknowledged") == 0 || strcmp(play, "cancelled") == 0;
}

/* ---- saying no ----------------------------------------------------------------------------------------------------- */

static int refuse(const char *what, const char *code) {
    const char *tongue = scenario("tongue", "plain");
    if (strcmp(tongue, "other") == 0) {
        say("Der Vorgang wurde nicht ausgefuehrt (%s).\r\n", what);
        return 0;
    }
    say("Unable to %s - %s\r\n", what, code);
    return strcmp(tongue, "hresult") == 0 ? (int)strtoul(code, NULL, 16) : 1;
}

static int not_found(const wchar_t *name) {
    char *bytes = narrow(name);
    int code;
    if (strcmp(scenario("tongue", "plain"), "other") == 0) {
        say("Kein Auftrag heisst so: %s\r\n", bytes);
        code = 0;
    } else {
        say("Unable to find job named \"%s\".\r\n", bytes);
        code = strcmp(scenario("tongue", "plain"), "hresult") == 0 ? (int)0x80200001 : 1;
    }
    free(bytes);
    return code;
}

/* The job of this name or GUID; NULL, with the reason said, when there is none or more than one. */
static Job *find(const wchar_t *name, int *code) {
    Job *jobs[MOST], *found = NULL;
    int count = all_jobs(jobs, MOST);
    for (int i = 0; i < count; i++) {
        if (_wcsicmp(jobs[i]->guid, name) != 0 && wcscmp(get(jobs[i], L"name", L""), name) != 0) continue;
        if (!answers(jobs[i])) continue;
        if (found) {
            *code = refuse("choose one of several jobs with this name", "0x80070057");
            return NULL;
        }
        found = jobs[i];
    }
    if (!found) *code = not_found(name);
    return found;
}

/* ---- verbs ------------------------------------------------------------------------------------------------------------ */

static int is_word(const wchar_t *text, const wchar_t *words) {
    size_t size = wcslen(text);
    while (*words) {
        size_t length = wcscspn(words, L"|");
        if (length == size && _wcsnicmp(words, text, size) == 0) return 1;
        words += length;
        if (*words) words++;
    }
    return 0;
}

static int is_number(const wchar_t *text) {
    wchar_t *end;
    if (!*text) return 0;
    wcstoul(text, &end, 0);
    return *end == 0;
}

typedef struct {
    const char *verb;
    int least, most;
    /* '9' a number, 'p' a priority, 's' a schema of credentials, 0 any text */
    char first;
} Setter;

static const Setter SETTERS[] = {
    {"setaclflags", 1, 1, 0},
    {"setclientcertificatebyid", 3, 3, '9'},
    {"setclientcertificatebyname", 3, 3, '9'},
    {"setcredentials", 4, 4, 's'},
    {"setcustomheaders", 1, MOST, 0},
    {"setdescription", 1, 1, 0},
    {"setdisplayname", 1, 1, 0},
    {"sethelpertoken", 0, 2, 0},
    {"sethelpertokenflags", 1, 1, '9'},
    {"sethttpmethod", 1, 1, 0},
    {"setmaxdownloadtime", 1, 1, '9'},
    {"setminretrydelay", 1, 1, '9'},
    {"setnoprogresstimeout", 1, 1, '9'},
    {"setnotifycmdline", 1, 2, 0},
    {"setnotifyflags", 1, 1, '9'},
    {"setpeercachingflags", 1, 1, '9'},
    {"setpriority", 1, 1, 'p'},
    {"setproxysettings", 1, 3, 0},
    {"setreplyfilename", 1, 1, 0},
    {"setsecurityflags", 1, 1, '9'},
    {"setvalidationstate", 2, 2, '9'},
    {"makecustomheaderswriteonly", 0, 0, 0},
    {"removeclientcertificate", 0, 0, 0},
    {"removecredentials", 2, 2, 's'},
    {"takeownership", 0, 0, 0},
};

/* The verb, the setting and the part of it that is printed; what an untouched job prints; whether it is a mask. */
static const struct {
    const char *verb;
    const wchar_t *key;
    int part;
    const char *fallback;
    int mask;
} GETTERS[] = {
    {"getaclflags", L"set.aclflags", 0, "", 0},
    {"getclientcertificate", L"set.clientcertificatebyid", 2, "", 0},
    {"getcustomheaders", L"set.customheaders", 0, "", 0},
    {"getdescription", L"set.description", 0, "", 0},
    {"getdisplayname", L"name", 0, "", 0},
    {"gethelpertokenflags", L"set.helpertokenflags", 0, "0", 1},
    {"gethttpmethod", L"set.httpmethod", 0, "GET", 0},
    {"getmaxdownloadtime", L"set.maxdownloadtime", 0, "7776000", 0},
    {"getminretrydelay", L"set.minretrydelay", 0, "600", 0},
    {"getnoprogresstimeout", L"set.noprogresstimeout", 0, "1209600", 0},
    {"getnotifyflags", L"set.notifyflags", 0, "3", 1},
    {"getpeercachingflags", L"set.peercachingflags", 0, "0", 1},
    {"getpriority", L"set.priority", 0, "NORMAL", 0},
    {"getproxybypasslist", L"set.proxysettings", 2, "", 0},
    {"getproxylist", L"set.proxysettings", 1, "", 0},
    {"getproxyusage", L"set.proxysettings", 0, "PRECONFIG", 0},
    {"getreplyfilename", L"set.replyfilename", 0, "", 0},
    {"getsecurityflags", L"set.securityflags", 0, "0", 1},
    {"getstate", L"state", 0, "", 0},
    {"gettype", L"type", 0, "", 0},
};

static int set_value(Job *job, const Setter *setter, int argc, wchar_t **argv) {
    wchar_t key[128], value[16384] = L"";
    const char *name = setter->verb;
    if (argc < setter->least || argc > setter->most || (strcmp(name, "setproxysettings") == 0 && argc == 2)) {
        say("Invalid number of arguments.\r\n");
        return 1;
    }
    if (refused(setter->verb)) return refuse(setter->verb, scenario("code", "0x80070057"));
    if ((setter->first == '9' && !is_number(argv[0])) ||
        (setter->first == 'p' && !is_word(argv[0], L"FOREGROUND|HIGH|NORMAL|LOW")) ||
        (setter->first == 's' && (!is_word(argv[0], L"SERVER|PROXY") ||
                                  !is_word(argv[1], L"BASIC|DIGEST|NTLM|NEGOTIATE|PASSPORT")))) {
        return refuse(setter->verb, "0x80070057");
    }
    for (int i = 0; i < argc; i++) {
        if (wcslen(value) + wcslen(argv[i]) + 2 > 16384) ExitProcess(94);
        if (i) wcscat(value, L"\x1f");
        wcscat(value, argv[i]);
    }
    if (strncmp(name, "set", 3) == 0) name += 3;
    if (setter->first == 's') {
        _snwprintf(key, 128, L"set.credentials.%ls.%ls", argv[0], argv[1]);
        _wcslwr(key);
        if (strcmp(setter->verb, "removecredentials") == 0) {
            forget(job, key);
        } else {
            set(job, key, value);
        }
    } else if (strcmp(name, "validationstate") == 0) {
        _snwprintf(key, 128, L"set.validationstate.%ld", wcstol(argv[0], NULL, 0));
        set(job, key, argv[1]);
    } else if (strcmp(name, "displayname") == 0) {
        set(job, L"name", value);
    } else if (strcmp(name, "removeclientcertificate") == 0) {
        forget(job, L"set.clientcertificatebyid");
        forget(job, L"set.clientcertificatebyname");
    } else {
        _snwprintf(key, 128, L"set.%hs", name);
        set(job, key, value);
    }
    save(job);
    if (!raw) say("%s done.\r\n", setter->verb);
    return 0;
}

static int get_value(Job *job, int index) {
    const wchar_t *value = get(job, GETTERS[index].key, NULL);
    wchar_t *text;
    if (value && strcmp(GETTERS[index].verb, "getcustomheaders") == 0) {
        text = _wcsdup(value);
        for (wchar_t *at = text; *at; at++) if (*at == L'\x1f') *at = L' ';
    } else if (value) {
        text = part(value, GETTERS[index].part);
        if (wcscmp(GETTERS[index].key, L"set.priority") == 0 || wcscmp(GETTERS[index].key, L"set.proxysettings") == 0) {
            if (GETTERS[index].part == 0) _wcsupr(text);
        }
    } else {
        text = wide(GETTERS[index].fallback);
    }
    if (!raw) say("%s: ", GETTERS[index].verb + 3);
    if (GETTERS[index].mask && strcmp(scenario("numbers", "decimal"), "hex") == 0) {
        say("0x%08lX", wcstoul(text, NULL, 0));
    } else {
        say_wide(text);
    }
    if (!raw) say(".\r\n");
    return 0;
}

static int add_file(Job *job, const char *verb, const wchar_t *remote, const wchar_t *local, const wchar_t *ranges) {
    wchar_t value[16384];
    if (refused(verb)) return refuse("add file to job", scenario("code", "0x80070057"));
    if (wcscmp(get(job, L"type", L""), L"DOWNLOAD") != 0 && file_count(job) > 0) {
        return refuse("add file to job", "0x8020001C");
    }
    if (!(local[0] && local[1] == L':' && local[2] == L'\\') && wcsncmp(local, L"\\\\", 2) != 0) {
        return refuse("add file to job", "0x80070057");
    }
    _snwprintf(value, 16384, L"%ls\x1f%ls\x1f%ls", remote, local, ranges);
    value[16383] = 0;
    add(job, L"file", value);
    save(job);
    if (!raw) say("Added to job.\r\n");
    return 0;
}

static void replace_prefix(Job *job, const wchar_t *old, const wchar_t *new) {
    for (int i = 0; i < job->count; i++) {
        wchar_t value[16384];
        if (wcscmp(job->entries[i].key, L"file") != 0 || wcsncmp(job->entries[i].value, old, wcslen(old)) != 0) continue;
        _snwprintf(value, 16384, L"%ls%ls", new, job->entries[i].value + wcslen(old));
        value[16383] = 0;
        job->entries[i].value = _wcsdup(value);
    }
    save(job);
}

static void print_line(const Job *job) {
    say_wide(job->guid);
    say(" '");
    say_wide(get(job, L"name", L""));
    say("' ");
    say_wide(get(job, L"state", L""));
    say(" 0 / %d 0 / 1000\r\n", file_count(job));
}

static int create(int argc, wchar_t **argv) {
    const wchar_t *type = L"DOWNLOAD";
    Job *job;
    if (argc == 2 && is_word(argv[0], L"/DOWNLOAD|/UPLOAD|/UPLOAD-REPLY")) {
        type = is_word(argv[0], L"/DOWNLOAD") ? L"DOWNLOAD" : is_word(argv[0], L"/UPLOAD") ? L"UPLOAD" : L"UPLOAD-REPLY";
        argv++;
        argc--;
    }
    if (argc != 1) {
        say("Invalid number of arguments.\r\n");
        return 1;
    }
    if (refused("create")) return refuse("create job", scenario("code", "0x80070057"));
    if (wcslen(argv[0]) > 256 || !argv[0][0]) return refuse("create job", "0x80070057");
    job = new_job(argv[0], type);
    save(job);
    if (!raw) say("Created job ");
    say_wide(job->guid);
    if (!raw) say(".\r\n");
    return 0;
}

/* Makes the files of a download: remote name, local name, and so on. */
static void deliver(int argc, wchar_t **argv) {
    for (int at = 1; at < argc; at += 2) {
        HANDLE file = CreateFileW(argv[at], GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
        if (file != INVALID_HANDLE_VALUE) CloseHandle(file);
    }
}

static int transfer(int argc, wchar_t **argv) {
    const wchar_t *type = L"DOWNLOAD";
    Job *job;
    int code = 0, at = 1, first;
    if (argc < 3) {
        say("Invalid number of arguments.\r\n");
        return 1;
    }
    if (refused("transfer")) return refuse("create job", scenario("code", "0x80070057"));
    job = new_job(argv[0], type);
    for (; at < argc && argv[at][0] == L'/'; at++) {
        if (is_word(argv[at], L"/UPLOAD")) {
            set(job, L"type", L"UPLOAD");
        } else if (is_word(argv[at], L"/DYNAMIC")) {
            set(job, L"set.dynamic", L"1");
        } else if (is_word(argv[at], L"/PRIORITY|/ACLFLAGS") && at + 1 < argc) {
            set(job, is_word(argv[at], L"/PRIORITY") ? L"set.priority" : L"set.aclflags", argv[at + 1]);
            at++;
        } else if (!is_word(argv[at], L"/DOWNLOAD")) {
            say("Invalid argument.\r\n");
            return 1;
        }
    }
    if (at == argc || (argc - at) % 2) {
        say("Invalid number of arguments.\r\n");
        return 1;
    }
    first = at;
    for (; at < argc && !code; at += 2) code = add_file(job, "addfile", argv[at], argv[at + 1], L"");
    if (!code) {
        int done = strcmp(scenario("play", "ok"), "ok") == 0 || strcmp(scenario("play", "ok"), "transient") == 0;
        set(job, L"state", done ? L"ACKNOWLEDGED" : L"CANCELLED");
        say(done ? "Transfer complete.\r\n" : "Unable to complete transfer.\r\n");
        code = !done;
        if (done && wcscmp(get(job, L"type", L""), L"DOWNLOAD") == 0) deliver(argc - first, argv + first);
    }
    save(job);
    return code;
}

static int error_text(const Job *job) {
    if (wcscmp(get(job, L"state", L""), L"ERROR") != 0 && wcscmp(get(job, L"state", L""), L"TRANSIENT_ERROR") != 0) {
        say("No error information.\r\n");
        return 0;
    }
    say("Error Code:    0x80190194\r\n");
    say("Error Context: 0x00000005 - The error occurred while the remote file was being processed.\r\n");
    return 0;
}

static int job_verb(const char *verb, Job *job, int argc, wchar_t **argv) {
    const wchar_t *state = get(job, L"state", L"");
    int final = is_final(job);
    if (strcmp(scenario("elsewhere", ""), verb) == 0) {
        set(job, L"state", L"ACKNOWLEDGED");
        set(job, L"by", L"someone else");
        save(job);
        return not_found(job->guid);
    }
    for (size_t i = 0; i < sizeof GETTERS / sizeof *GETTERS; i++) {
        if (strcmp(verb, GETTERS[i].verb) == 0) {
            if (refused(verb)) return refuse("get it", scenario("code", "0x80070057"));
            return get_value(job, (int)i);
        }
    }
    if (strcmp(verb, "info") == 0) {
        print_line(job);
        if (argc == 1 && is_word(argv[0], L"/VERBOSE")) error_text(job);
        return 0;
    }
    if (strcmp(verb, "listfiles") == 0) {
        for (int i = 0; i < job->count; i++) {
            if (wcscmp(job->entries[i].key, L"file") != 0) continue;
            say_wide(part(job->entries[i].value, 0));
            say(" -> ");
            say_wide(part(job->entries[i].value, 1));
            say("\r\n");
        }
        return 0;
    }
    if (strcmp(verb, "geterror") == 0) return error_text(job);
    if (strncmp(verb, "get", 3) == 0) {
        int done = wcscmp(state, L"TRANSFERRED") == 0 || wcscmp(state, L"ACKNOWLEDGED") == 0;
        int polls = (int)wcstol(get(job, L"polls", L"0"), NULL, 10);
        if (refused(verb)) return refuse("get it", scenario("code", "0x80070057"));
        if (!raw) say("%s: ", verb + 3);
        if (strcmp(verb, "getbytestotal") == 0) {
            say("%d", 1000 * file_count(job));
        } else if (strcmp(verb, "getbytestransferred") == 0) {
            say("%d", done ? 1000 * file_count(job) : polls < 9 ? 100 * polls : 900);
        } else if (strcmp(verb, "getfilestotal") == 0) {
            say("%d", file_count(job));
        } else if (strcmp(verb, "getfilestransferred") == 0) {
            say("%d", done ? file_count(job) : 0);
        } else if (strcmp(verb, "geterrorcount") == 0) {
            say("%d", wcscmp(state, L"ERROR") == 0 || wcscmp(state, L"TRANSIENT_ERROR") == 0);
        } else if (strcmp(verb, "getcreationtime") == 0 || strcmp(verb, "getmodificationtime") == 0) {
            say("3/4/2025 10:11:12 AM");
        } else if (strcmp(verb, "getcompletiontime") == 0) {
            say(done ? "3/4/2025 10:12:13 AM" : "WORKING");
        } else if (strcmp(verb, "getvalidationstate") == 0 && argc == 1) {
            wchar_t key[64];
            _snwprintf(key, 64, L"set.validationstate.%ld", wcstol(argv[0], NULL, 0));
            say_wide(get(job, key, L"UNKNOWN"));
        } else if (strcmp(verb, "getowner") == 0) {
            say("EXAMPLE\\alex");
        } else if (strcmp(verb, "getnotifyinterface") == 0) {
            say("UNREGISTERED");
        } else if (strcmp(verb, "getnotifycmdline") == 0) {
            const wchar_t *value = get(job, L"set.notifycmdline", L"");
            say("'");
            say_wide(part(value, 0));
            say("' '");
            say_wide(part(value, 1));
            say("'");
        } else if (strcmp(verb, "gethelpertokensid") == 0 || strcmp(verb, "gettemporaryname") == 0 ||
                   strcmp(verb, "getpeerstats") == 0 || strcmp(verb, "getreplyprogress") == 0 ||
                   strcmp(verb, "getreplydata") == 0) {
            say("0");
        } else {
            said.length = 0;
            say("Invalid command.\r\n");
            return 1;
        }
        if (!raw) say(".\r\n");
        return 0;
    }
    if (final) return not_found(job->guid);
    for (size_t i = 0; i < sizeof SETTERS / sizeof *SETTERS; i++) {
        if (strcmp(verb, SETTERS[i].verb) == 0) return set_value(job, &SETTERS[i], argc, argv);
    }
    if (strcmp(verb, "addfile") == 0 && argc == 2) return add_file(job, verb, argv[0], argv[1], L"");
    if (strcmp(verb, "addfilewithranges") == 0 && argc == 3) return add_file(job, verb, argv[0], argv[1], argv[2]);
    if (strcmp(verb, "replaceremoteprefix") == 0 && argc == 2) {
        if (refused(verb)) return refuse("replace the prefix", scenario("code", "0x80070057"));
        replace_prefix(job, argv[0], argv[1]);
        return 0;
    }
    if (argc != 0) {
        say("Invalid command or number of arguments.\r\n");
        return 1;
    }
    if (strcmp(verb, "resume") == 0) {
        if (refused(verb)) return refuse("resume job", scenario("code", "0x800704DD"));
        if (file_count(job) == 0) return refuse("resume job", "0x80200003");
        set(job, L"state", L"QUEUED");
        set(job, L"started", L"1");
        set(job, L"polls", L"0");
        set_number(job, L"since", read_number(L"clock"));
    } else if (strcmp(verb, "suspend") == 0) {
        if (refused(verb)) return refuse("suspend job", scenario("code", "0x80070005"));
        set(job, L"state", L"SUSPENDED");
    } else if (strcmp(verb, "cancel") == 0) {
        if (refused(verb)) return refuse("cancel job", scenario("code", "0x80070005"));
        set(job, L"state", L"CANCELLED");
    } else if (strcmp(verb, "complete") == 0) {
        if (refused(verb)) return refuse("complete job", scenario("code", "0x80070020"));
        if (wcscmp(get(job, L"type", L""), L"DOWNLOAD") != 0 && wcscmp(state, L"TRANSFERRED") != 0) {
            return refuse("complete job", "0x80200002");
        }
        set(job, L"state", L"ACKNOWLEDGED");
    } else {
        say("Invalid command.\r\n");
        return 1;
    }
    save(job);
    if (!raw) say("Job %sd.\r\n", verb);
    return 0;
}

static int run(int argc, wchar_t **argv) {
    char verb[64];
    Job *jobs[MOST], *job;
    int code = 1, count;
    while (argc > 0 && is_word(argv[0], L"/RAWRETURN|/WRAP|/NOWRAP")) {
        raw |= is_word(argv[0], L"/RAWRETURN");
        argv++;
        argc--;
    }
    if (argc == 0 || argv[0][0] != L'/' || wcslen(argv[0]) > 60) {
        say("Invalid command.\r\n");
        return 1;
    }
    snprintf(verb, sizeof verb, "%ls", argv[0] + 1);
    _strlwr(verb);
    argv++;
    argc--;
    /* /RAWRETURN is known to /CREATE and /GET… only. */
    raw = raw && (strcmp(verb, "create") == 0 || strncmp(verb, "get", 3) == 0);
    if (!raw) {
        say("\r\nBITSADMIN version 3.0\r\nBITS administration utility.\r\n(C) Copyright Microsoft Corp.\r\n\r\n");
    }
    if (strcmp(verb, "create") == 0) return create(argc, argv);
    if (strcmp(verb, "transfer") == 0) return transfer(argc, argv);
    if (strcmp(verb, "list") == 0 || strcmp(verb, "reset") == 0) {
        int listed = 0;
        if (refused(verb)) return refuse("list jobs", scenario("code", "0x80070005"));
        count = all_jobs(jobs, MOST);
        for (int i = 0; i < count; i++) {
            if (is_final(jobs[i])) continue;
            if (strcmp(verb, "reset") == 0) {
                set(jobs[i], L"state", L"CANCELLED");
                save(jobs[i]);
            } else {
                print_line(jobs[i]);
            }
            listed++;
        }
        say("Listed %d job(s).\r\n", listed);
        return 0;
    }
    if (strcmp(verb, "util") == 0 || strcmp(verb, "help") == 0 || strcmp(verb, "?") == 0 ||
        strcmp(verb, "peercaching") == 0 || strcmp(verb, "cache") == 0 || strcmp(verb, "peers") == 0) {
        return refused(verb) ? refuse("do it", scenario("code", "0x80070005")) : 0;
    }
    if (argc == 0) {
        say("Invalid command or number of arguments.\r\n");
        return 1;
    }
    job = find(argv[0], &code);
    if (!job) return code;
    if (strcmp(verb, "getstate") == 0 || strcmp(verb, "info") == 0) {
        look(job);
        if (!answers(job)) return not_found(argv[0]);
    }
    return job_verb(verb, job, argc - 1, argv + 1);
}

int wmain(int argc, wchar_t **argv) {
    int code = 0;
    DWORD written;
    put(&said, "");
    if (stand_open()) code = run(argc - 1, argv + 1);
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), said.text, (DWORD)said.length, &written, NULL);
    record("bitsadmin", argc, argv, code);
    return code;
}
