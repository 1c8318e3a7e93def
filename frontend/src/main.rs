//! Mounts the page.
use bitsmith_frontend::Page;

/// Where memory comes from: half the code of the standard library's own.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    let place = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"));
    if let Some(place) = place {
        yew::Renderer::<Page>::with_root(place).render();
    }
}
