/*
 * Loaded before a program (LD_PRELOAD), has its OpenSSL append the secrets of every TLS connection to $SSLKEYLOGFILE, in
 * the format of key logs (draft-ietf-tls-keylogfile). For programs that have no option for it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

typedef void (*callback)(const void *connection, const char *line);

static void keep(const void *connection, const char *line) {
  (void)connection;
  FILE *log = fopen(getenv("SSLKEYLOGFILE"), "a");
  if (log == NULL) return;
  fprintf(log, "%s\n", line);
  fclose(log);
}

void *SSL_CTX_new(const void *method) {
  void *(*make)(const void *) = (void *(*)(const void *))dlsym(RTLD_NEXT, "SSL_CTX_new");
  void *context = make(method);
  void (*set)(void *, callback) = (void (*)(void *, callback))dlsym(RTLD_DEFAULT, "SSL_CTX_set_keylog_callback");
  if (context != NULL && set != NULL && getenv("SSLKEYLOGFILE") != NULL) set(context, keep);
  return context;
}
