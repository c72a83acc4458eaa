//! Keyholders' six words, typed one after the other until as many have signed as must: by them a campaign's end is
//! put later, and a campaign that was handed over is closed.

use leptos::prelude::*;

use crate::client::pages::start::founding::{self, Stumble};
use crate::client::pages::start::word_list;
use crate::client::phone::Phone;
use crate::client::told::PhoneError;
use crate::sync::keys::OwnKeys;
use crate::sync::wire::RefusalCode;
use crate::t;

/// A handle, copied freely. Its page shows [`Signing::wrong`] in an element called `mistake`.
#[derive(Clone, Copy)]
pub struct Signing {
    /// Whose campaign it is.
    pub phone: Phone,
    /// What is wrong with what was typed, in words.
    pub wrong: RwSignal<Option<String>>,
    /// The words are worked out, or sent.
    pub busy: RwSignal<bool>,
    words: RwSignal<String>,
    /// Who has signed so far.
    signed: StoredValue<Vec<OwnKeys>>,
    /// How many are still to.
    missing: RwSignal<usize>,
}

impl Signing {
    /// Nobody has signed yet.
    pub fn new() -> Signing {
        Signing {
            phone: expect_context::<Phone>(),
            wrong: RwSignal::new(None),
            busy: RwSignal::new(false),
            words: RwSignal::default(),
            signed: StoredValue::new(Vec::new()),
            missing: RwSignal::new(0),
        }
    }

    /// What a field's `aria-invalid` says.
    pub fn invalid(self) -> Option<&'static str> {
        self.wrong.get().is_some().then_some("true")
    }

    /// Signs with what was typed and does this with all who have signed: how many are still to. `None` where
    /// something is wrong: the page says what.
    pub async fn sign(
        self,
        act: impl AsyncFnOnce(Vec<OwnKeys>) -> Result<usize, PhoneError>,
    ) -> Option<usize> {
        self.busy.set(true);
        let outcome = self.work_out(act).await;
        // The page may be gone by now.
        let _ = self.busy.try_set(false);
        match outcome {
            Ok(missing) => {
                let _ = self.missing.try_set(missing);
                Some(missing)
            }
            Err(reason) => {
                let _ = self.wrong.try_set(Some(reason));
                None
            }
        }
    }

    async fn work_out(
        self,
        act: impl AsyncFnOnce(Vec<OwnKeys>) -> Result<usize, PhoneError>,
    ) -> Result<usize, String> {
        let list = word_list::fetch().await.ok_or(t!("start.list_missing"))?;
        let keys = founding::keys(&self.words.get_untracked(), &list)
            .await
            .map_err(|stumble| match stumble {
                Stumble::StartCode(reason) | Stumble::Other(reason) => reason,
            })?;
        let mut signed = self.signed.get_value();
        if !signed.contains(&keys) {
            signed.push(keys);
        }
        let missing = act(signed.clone()).await.map_err(|reason| match reason {
            PhoneError::Refused(RefusalCode::UnknownCampaign) => t!("keys.end_other_words"),
            other => other.sentence(),
        })?;
        let _ = self.words.try_set(String::new());
        self.signed.set_value(match missing {
            0 => Vec::new(),
            _ => signed,
        });
        Ok(missing)
    }
}

/// Where the words are typed, and how many are still to.
#[component]
pub fn KeyholderWords(signing: Signing) -> impl IntoView {
    view! {
        <div class="field">
            <label for="words">{t!("start.recover_words")}</label>
            <p id="words-hint" class="hint">
                {t!("keys.end_words_hint")}
            </p>
            <textarea
                id="words"
                rows="3"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                translate="no"
                aria-describedby="words-hint mistake"
                aria-invalid=move || signing.invalid()
                bind:value=signing.words
            />
        </div>
        <p role="status">
            {move || {
                match (signing.busy.get(), signing.missing.get()) {
                    (true, _) => t!("start.recover_wait"),
                    (false, 0) => String::new(),
                    (false, n) => t!("keys.end_missing", n = n),
                }
            }}
        </p>
    }
}
