#include "CKernel.h"
int ck_dummy(void){return 1;}
