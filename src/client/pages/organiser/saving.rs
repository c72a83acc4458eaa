//! What is being saved on one of these pages.

use leptos::ev;
use leptos::html::P;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::client::phone::Phone;

/// A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Saving {
    /// Where it is saved.
    pub phone: Phone,
    /// Something is under way.
    pub busy: RwSignal<bool>,
    /// Why the last try did not go.
    pub wrong: RwSignal<Option<String>>,
}

impl Saving {
    /// Nothing is being saved.
    pub fn new() -> Saving {
        Saving {
            phone: expect_context(),
            busy: RwSignal::new(false),
            wrong: RwSignal::new(None),
        }
    }

    /// Saves these, and does `then` with where they are. Without anything to save, `missing` says why.
    pub fn save(self, drafts: Vec<Draft>, missing: String, then: impl FnOnce(Vec<Dot>) + 'static) {
        if drafts.is_empty() {
            self.wrong.set(Some(missing));
            return;
        }
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let saved = self.phone.record(drafts).await;
            // The page may have been left meanwhile.
            let _ = self.busy.try_set(false);
            match saved {
                Ok(dots) => {
                    let _ = self.wrong.try_set(None);
                    then(dots);
                }
                Err(reason) => {
                    let _ = self.wrong.try_set(Some(reason.sentence()));
                }
            }
        });
    }
}

/// What went wrong, read out. It goes once something is filled in on its form: it was of what stood there.
#[component]
pub fn Wrong(saving: Saving) -> impl IntoView {
    let shown = NodeRef::<P>::new();
    let filling = window_event_listener(ev::input, move |event| {
        let form = shown
            .get_untracked()
            .and_then(|it| it.closest("form").ok()?);
        let filled = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let is_here = form.is_some_and(|form| form.contains(filled.as_deref()));
        if is_here && saving.wrong.with_untracked(Option::is_some) {
            saving.wrong.set(None);
        }
    });
    on_cleanup(move || filling.remove());
    view! {
        <p class="error" role="alert" node_ref=shown>
            {move || saving.wrong.get()}
        </p>
    }
}
