#ifndef WEENSY_RANDOM_H
#define WEENSY_RANDOM_H

// random.h: a small generator of pseudo-random numbers, the same sequence from the same seed. Not
// for secrets.

#define RAND_MAX 0x7FFFFFFF

// rand()
//    The next number, between 0 and RAND_MAX inclusive.
int rand(void);

// srand(seed)
//    Starts the sequence that belongs to `seed`. It starts with seed 1 by itself.
void srand(unsigned seed);

// rand_range(min, max)
//    A number between `min` and `max` inclusive, each as likely. `min` is not above `max`.
int rand_range(int min, int max);

#endif
