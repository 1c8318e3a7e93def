//! Builds the program again when the page in `dist/` was built since.

fn main() {
    println!("cargo:rerun-if-changed=../dist");
}
