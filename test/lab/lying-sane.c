/*
 * A libsane as no backend should be: the device's name says which lie it tells. Whoever uses a handle that is closed, or closes one while a call on
 * it is under way, ends the process. Declares what it needs itself, from the SANE standard 1.06 (chapter 4), so that a compiler without any headers makes it.
 */
enum { GOOD = 0, CANCELLED = 2, INVAL = 4, END = 5 };
enum { BOOL, INT, FIXED, STRING, BUTTON, GROUP };
enum { NONE, RANGE, WORD_LIST, STRING_LIST };
enum { GET, SET, AUTO };

typedef struct { const char *name, *title, *description; int type, unit, size, capabilities, kind; const void *constraint; } Option;
typedef struct { const char *name, *vendor, *model, *type; } Device;
typedef struct { int format, last, bytes_per_line, pixels_per_line, lines, depth; } Parameters;
typedef struct { const char *lie; volatile int open, inside, cancelled; } Scanner;

void abort(void);
int usleep(unsigned microseconds);
long write(int file, const void *bytes, unsigned long count);
unsigned long strlen(const char *text);
int strcmp(const char *one, const char *other);
void *memset(void *to, int byte, unsigned long count);
void *memcpy(void *to, const void *from, unsigned long count);
int pthread_create(unsigned long *thread, const void *how, void *(*work)(void *), void *argument);

static void say(int file, const char *text) { write(file, text, strlen(text)); }
static void mistake(const char *text) {
  say(2, text);
  abort();
}
static int lies(Scanner *scanner, const char *what) { return strcmp(scanner->lie, what) == 0; }
static void enter(Scanner *scanner) {
  if (!scanner->open) mistake("a call on a scanner that is closed\n");
  scanner->inside++;
}
static void leave(Scanner *scanner) {
  if (!scanner->open) mistake("a scanner was closed during a call\n");
  scanner->inside--;
}

static const char *const LIES[] = {"plain", "endless", "no-handle", "slow-cancel", "slow-read", "read-waits", "less-than-none", "more-than-room", "nothing-yet", "strange-status", 0};
static Scanner scanners[16];

int sane_init(int *version, void *authorise) {
  *version = 0x01020003;
  return GOOD;
}

static Device device;
static const Device *list[2];
static void *forget(void *argument) {
  usleep(30000);
  device.name = device.vendor = device.model = device.type = (const char *)16;
  return 0;
}
/* What it has told is gone a moment later: another call of somebody else, a plug pulled. */
int sane_get_devices(const Device ***found, int local) {
  unsigned long thread;
  device.name = "lying:plain";
  device.vendor = 0;
  device.model = "Model";
  device.type = "sheetfed scanner";
  list[0] = &device;
  pthread_create(&thread, 0, forget, 0);
  *found = list;
  return GOOD;
}

int sane_open(const char *name, void **handle) {
  int at;
  for (at = 0; LIES[at]; at++)
    if (strcmp(name, LIES[at]) == 0) {
      scanners[at].lie = LIES[at];
      scanners[at].open = 1;
      scanners[at].cancelled = 0;
      *handle = strcmp(name, "no-handle") == 0 ? 0 : &scanners[at];
      return GOOD;
    }
  return INVAL;
}

void sane_close(void *handle) {
  Scanner *scanner = handle;
  if (scanner->inside) mistake("closed while a call is under way\n");
  enter(scanner);
  scanner->inside = scanner->open = 0;
  say(1, "closed\n");
}

static int claims_all[5000] = {2147483647};
static const int claims_less_than_none[] = {-5};
static char long_title[65536];
static Option options[] = {
    {"count", 0, 0, INT, 0, 4, 4, NONE, 0},
    {0, 0, 0, INT, 0, 4, 5, WORD_LIST, claims_all},
    {"list-below-none", "", "", INT, 0, 4, 5, WORD_LIST, claims_less_than_none},
    {"no-list", "", "", FIXED, 0, 4, 5, WORD_LIST, 0},
    {"no-range", "", "", FIXED, 0, 4, 5, RANGE, 0},
    {"no-words", "", "", STRING, 0, 8, 5, STRING_LIST, 0},
    {"string-without-end", long_title, "", STRING, 0, 8, 5, NONE, 0},
    {"string-of-nothing", "", "", STRING, 0, 0, 5, NONE, 0},
    {"bytes-of-no-text", "", "", STRING, 0, 16, 5, NONE, 0},
    {"below-nothing", "", "", INT, 0, -4, 5, NONE, 0},
    {"endlessly-large", "", "", STRING, 0, 2147483647, 5, NONE, 0},
    {"odd", "", "", INT, 0, 7, 5, NONE, 0},
    {"of-no-type", "", "", 99, -3, 4, -1, 77, claims_all},
    {"resolution", "", "", INT, 4, 4, 5, NONE, 0},
};
enum { OPTIONS = sizeof options / sizeof options[0] };

const Option *sane_get_option_descriptor(void *handle, int index) {
  static const Option endless = {"again", long_title, long_title, STRING, 0, 8, 5, NONE, 0};
  Scanner *scanner = handle;
  const Option *found;
  enter(scanner);
  if (!long_title[0]) memset(long_title, 't', sizeof long_title - 1);
  found = index >= 0 && index < OPTIONS ? &options[index] : index >= 0 && lies(scanner, "endless") ? &endless : 0;
  leave(scanner);
  return found;
}

int sane_control_option(void *handle, int index, int action, void *value, int *info) {
  Scanner *scanner = handle;
  enter(scanner);
  if (action == GET && index == 6) memset(value, 'x', 8);
  if (action == GET && index == 7) memset(value, 'y', 300);
  if (action == GET && index == 8) memcpy(value, "\xff\xfe" "ABC", 6);
  if (action == GET && index == 0) *(int *)value = OPTIONS;
  leave(scanner);
  return GOOD;
}

int sane_get_parameters(void *handle, Parameters *parameters) {
  static const Parameters absurd = {99, 2, -2147483647, 2147483647, -7, 0}, small = {0, 1, 10, 10, 4, 8};
  *parameters = lies(handle, "plain") ? absurd : small;
  return GOOD;
}

int sane_start(void *handle) {
  Scanner *scanner = handle;
  scanner->cancelled = 0;
  return lies(scanner, "strange-status") ? 77 : GOOD;
}

int sane_read(void *handle, unsigned char *bytes, int most, int *length) {
  Scanner *scanner = handle;
  int status = GOOD;
  enter(scanner);
  *length = most;
  if (lies(scanner, "slow-read")) {
    usleep(100000);
    memset(bytes, 0xaa, most);
  } else if (lies(scanner, "read-waits")) {
    while (!scanner->cancelled) usleep(1000);
    *length = 0;
    status = CANCELLED;
  } else if (lies(scanner, "less-than-none")) *length = -5;
  else if (lies(scanner, "more-than-room")) *length = most + 1;
  else if (lies(scanner, "nothing-yet")) *length = 0;
  leave(scanner);
  return status;
}

void sane_cancel(void *handle) {
  Scanner *scanner = handle;
  enter(scanner);
  if (lies(scanner, "slow-cancel")) usleep(100000);
  scanner->cancelled = 1;
  leave(scanner);
}

const char *sane_strstatus(int status) { return status == CANCELLED ? "Operation was cancelled" : 0; }
