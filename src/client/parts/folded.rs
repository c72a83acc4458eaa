//! What is folded away until somebody wants it: drawn when it is first opened. A door has nine of these, most
//! of them stay closed, and the next door is not to wait for what nobody looks at.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlDetailsElement, HtmlElement};

/// A line to open, and what is behind it.
#[component]
pub fn Folded(
    /// What the line says.
    #[prop(into)]
    summary: ViewFnOnce,
    /// By which the page finds it again; none needed.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Whether there is nothing to open it for.
    #[prop(default = Signal::stored(false))]
    hidden: Signal<bool>,
    /// What is behind it. Closed again it stays drawn, with what was typed there.
    children: Children,
) -> impl IntoView {
    let waiting = StoredValue::new_local(Some(children));
    let opened = RwSignal::new(false);
    // Opened by a tap, by a key, by a screen reader or by the browser's own search: all of them tell this.
    let toggled = move |event: Event| {
        let it = event.target();
        let it = it.and_then(|it| it.dyn_into::<HtmlDetailsElement>().ok());
        if it.is_some_and(|it| it.open()) && !opened.get_untracked() {
            opened.set(true);
        }
    };
    let drawn = move || {
        let children = match opened.get() {
            true => waiting.try_update_value(Option::take).flatten(),
            false => None,
        };
        children.map(|children| children())
    };
    view! {
        <details class="more" id=id hidden=hidden on:toggle=toggled>
            <summary>{summary.run()}</summary>
            {drawn}
        </details>
    }
}

/// Opens one by its id and goes to it: for whatever stands elsewhere on the page and leads there.
pub fn open_fold(id: &str) {
    let it = document().get_element_by_id(id);
    let Some(it) = it.and_then(|it| it.dyn_into::<HtmlDetailsElement>().ok()) else {
        return;
    };
    it.set_open(true);
    it.scroll_into_view();
    let line = it.query_selector("summary").ok().flatten();
    if let Some(line) = line.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // A browser that refuses has the fold in sight all the same.
        let _ = line.focus();
    }
}
