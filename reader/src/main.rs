//! Gives the page its reader: a function from a request to its answer.

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// Where memory comes from: half the code of the standard library's own.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// What the function is called. `static/boot.js` hands it on.
const NAME: &str = "readText";

fn main() {
    let read = Closure::<dyn Fn(String) -> String>::new(|request: String| bitsmith_reader::answer(&request));
    // A page that cannot be given it says that nothing can be read. The function lives as long as the page.
    let _ = js_sys::Reflect::set(&js_sys::global(), &JsValue::from_str(NAME), &read.into_js_value());
}
