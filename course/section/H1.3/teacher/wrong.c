// Wrong ways to do H1.3.

//// kernel-that-does-not-start
// says: the kernel panics: in the middle of something
// answer H1.3.writer: 191128 calls for 15 bytes
// answer H1.3.reader: 3836234 calls for 15 bytes
// answer H1.3.changes: 100: a b c d
// If nothing can be measured on the kernel, no answer is right.
        // Exercise B1: your code here
        panic("in the middle of something");
