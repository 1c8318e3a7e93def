/* Rust's standard library takes random bytes from ProcessPrng, which Wine has from version 8.13 on. This hands them on from the function
 * that every version has. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length) {
    return SystemFunction036(buffer, (ULONG)length);
}
