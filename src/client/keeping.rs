//! Whether the browser keeps what is here when the phone runs out of room: it may promise to, or not. Asked
//! when a device joins, and at each start for as long as it has not: a browser makes up its mind by how often
//! a site is used, and whether it is on the home screen.

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{StorageManager, window};

use super::own::Own;
use super::phone::Phone;

/// The browser's storage, where it has one that may be asked.
fn storage() -> Option<StorageManager> {
    let storage = window()?.navigator().storage();
    storage.is_object().then_some(storage)
}

/// What it answers; `None` where it knows no such question, or gives no answer.
async fn answer(asked: Option<Result<Promise, JsValue>>) -> Option<bool> {
    JsFuture::from(asked?.ok()?).await.ok()?.as_bool()
}

impl Own {
    /// Asks the browser to keep what is here, unless it has promised that already, and tells the pages.
    pub(super) fn ask_to_keep(self) {
        spawn_local(async move {
            // A phone that belongs to no campaign has nothing to be kept, and a browser may ask its person.
            if self.told.membership.with_untracked(Option::is_some) {
                self.asked_to_keep().await;
            }
        });
    }

    /// The same for who is about to join.
    pub(super) async fn asked_to_keep(self) {
        let kept = storage().map(|storage| storage.persisted());
        let promised = match answer(kept).await {
            Some(true) => Some(true),
            Some(false) | None => answer(storage().map(|storage| storage.persist())).await,
        };
        self.told.promised.set(promised);
    }
}

impl Phone {
    /// Whether the browser has promised to keep what is here; `None` where it did not say.
    pub fn promised(self) -> Signal<Option<bool>> {
        self.told.promised.into()
    }

    /// Asks it to, unless it has promised that already; resolves once it has answered.
    pub async fn ask_to_keep(self) {
        if let Ok(own) = self.own() {
            own.asked_to_keep().await;
        }
    }
}
