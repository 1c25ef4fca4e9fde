# host-test.sh: each fuzz target of tests/fuzz survives a fixed number of inputs, found from a fixed seed.

. tests/tap.sh

# fuzz TARGET RUNS SIZE [OPTION]: uses inputs of up to SIZE bytes. It does not print new functions' names, since LLVM's
# symbolizer waits for ever if the path has a quotation mark.
fuzz() {
    name="$1 survives $2 inputs of a fuzzer"
    if [ -s "$OBJ/tests/fuzz/$1-fuzz" ]; then
        mkdir "$work/$1"
        passes "$name" "$OBJ/tests/fuzz/$1-fuzz" -runs="$2" -seed=1 -len_control=0 \
            -max_len="$3" ${4:+"$4"} -timeout=20 -print_funcs=0 -artifact_prefix="$work/$1-" "$work/$1"
    else
        skipped "$name" "there is no Clang with libFuzzer"
    fi
}

fuzz vmiter 4000 1024
fuzz program 20000 160
fuzz console 5000 512 -dict=tests/fuzz/console.dict

plan
