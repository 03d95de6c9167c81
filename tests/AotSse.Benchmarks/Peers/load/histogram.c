#include "load.h"

#include <string.h>

// 64 buckets to each power of two.
enum { SUB_BITS = 6, SUBS = 1 << SUB_BITS, BUCKETS = (64 - SUB_BITS) * SUBS };

static uint64_t buckets[BUCKETS];
static uint64_t total;
static uint64_t largest;

void histogram_clear(void)
{
    memset(buckets, 0, sizeof buckets);
    total = largest = 0;
}

void histogram_add(uint64_t ns)
{
    int shift = ns < SUBS ? 0 : 63 - __builtin_clzll(ns) - SUB_BITS;
    // Values below SUBS have a bucket each; above, the leading bits choose one.
    size_t bucket = ns < SUBS ? ns : (size_t)(shift + 1) * SUBS + ((ns >> shift) - SUBS);
    buckets[bucket]++;
    total++;
    if (ns > largest) largest = ns;
}

double histogram_quantile_ms(double share)
{
    uint64_t wanted = (uint64_t)(share * (double)total), seen = 0;
    for (size_t i = 0; i < BUCKETS; i++) {
        seen += buckets[i];
        if (seen <= wanted) continue;
        if (i < SUBS) return (double)i / 1e6;
        size_t shift = i / SUBS - 1;
        return (double)((uint64_t)(SUBS + i % SUBS) << shift) / 1e6;
    }
    return histogram_max_ms();
}

double histogram_max_ms(void) { return (double)largest / 1e6; }
