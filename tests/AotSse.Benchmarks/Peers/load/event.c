#include "load.h"

#include <string.h>

static void write_digits(char *to, int count, uint64_t value)
{
    while (count > 0) {
        to[--count] = (char)('0' + value % 10);
        value /= 10;
    }
}

// "<sequence> <monotonic ns> <topic> xxxx…"
void event_write(char *to, uint32_t sequence, uint64_t time, uint32_t topic)
{
    memset(to, 'x', EVENT_BYTES);
    write_digits(to, SEQUENCE_DIGITS, sequence);
    to += SEQUENCE_DIGITS;
    *to++ = ' ';
    write_digits(to, TIME_DIGITS, time);
    to += TIME_DIGITS;
    *to++ = ' ';
    write_digits(to, TOPIC_DIGITS, topic);
    to[TOPIC_DIGITS] = ' ';
}

uint64_t digits(const char *from, int count)
{
    uint64_t value = 0;
    for (int i = 0; i < count; i++) value = value * 10 + (uint64_t)(from[i] - '0');
    return value;
}
