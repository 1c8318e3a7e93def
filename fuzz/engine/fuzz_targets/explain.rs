#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bitsmith_fuzz::run("explain", data));
