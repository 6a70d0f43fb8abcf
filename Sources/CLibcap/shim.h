#include <sys/types.h>
#include <sys/select.h>
#include <sys/capability.h>
