#ifndef WEENSY_RANDOM_H
#define WEENSY_RANDOM_H

// random.h: a small generator of pseudo-random numbers. The same seed gives the same sequence. Not
// for secrets.

#define RAND_MAX 0x7FFFFFFF

// rand()
//    The next number, between 0 and RAND_MAX inclusive.
int rand(void);

// srand(seed)
//    Starts the sequence of `seed`. Without a call, it is that of seed 1.
void srand(unsigned seed);

// rand_range(min, max)
//    A number between `min` and `max` inclusive, all equally likely. `min` is not above `max`.
int rand_range(int min, int max);

#endif
