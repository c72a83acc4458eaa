//! The phones the endpoint knows, asked for when a page opens. Without a connection what it said
//! last still holds and says from when it is; where it has said nothing yet, a page says that.

use std::cell::RefCell;

use leptos::prelude::*;

use crate::canvass::author::CertificateId;
use crate::client::clock;
use crate::client::phone::Phone;
use crate::organise::phones::{self, KnownPhone};
use crate::sync::wire::Members;
use crate::t;

/// How the endpoint answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    /// It has been asked.
    #[default]
    Asking,
    /// Just now.
    Now,
    /// Not now, and why, in words.
    NotNow(String),
}

/// What is known of the phones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// How the endpoint answered.
    pub answer: Answer,
    /// The phones as it said last, and when that was: seconds since 1970.
    pub said: Option<(Vec<KnownPhone>, i64)>,
    /// Everyone, as it said in this very page; none where it only said so before.
    pub members: Option<Members>,
}

impl Known {
    /// The phones, as far as they are known.
    pub fn phones(&self) -> &[KnownPhone] {
        match &self.said {
            Some((phones, _)) => phones,
            None => &[],
        }
    }
}

/// What was said to a device, and when.
type Said = (CertificateId, (Vec<KnownPhone>, i64));

thread_local! {
    /// What the endpoint said last to this page's app, for the pages that are opened after it.
    static LAST: RefCell<Option<Said>> = const { RefCell::new(None) };
}

/// Asks the endpoint.
pub fn ask(phone: Phone) -> RwSignal<Known> {
    let device = device(phone);
    let last = LAST.with_borrow(|last| {
        let said = last.as_ref().filter(|(to, _)| Some(*to) == device);
        said.map(|(_, said)| said.clone())
    });
    let known = RwSignal::new(Known {
        answer: Answer::Asking,
        said: last,
        members: None,
    });
    put(phone, known);
    known
}

/// Asks once more, where there was no answer.
fn ask_again(phone: Phone, known: RwSignal<Known>) {
    if known.with_untracked(|known| known.answer != Answer::Asking) {
        known.update(|known| known.answer = Answer::Asking);
        put(phone, known);
    }
}

fn device(phone: Phone) -> Option<CertificateId> {
    let member = phone.membership().get_untracked();
    member.map(|member| member.device)
}

fn put(phone: Phone, known: RwSignal<Known>) {
    let device = device(phone);
    leptos::task::spawn_local(async move {
        match phone.members().await {
            Ok(members) => {
                let said = (phones::known(&members), clock::now());
                LAST.set(device.map(|device| (device, said.clone())));
                // The page may have been left meanwhile.
                let _ = known.try_set(Known {
                    answer: Answer::Now,
                    said: Some(said),
                    members: Some(members),
                });
            }
            Err(reason) => {
                let _ = known.try_update(|known| known.answer = Answer::NotNow(reason.sentence()));
            }
        }
    });
}

/// The button that asks once more: there where there was no answer.
#[component]
pub fn AskAgain(
    /// What is known.
    known: RwSignal<Known>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let in_vain = Memo::new(move |_| known.with(|known| matches!(known.answer, Answer::NotNow(_))));
    view! {
        <Show when=move || in_vain.get()>
            <button type="button" class="button" on:click=move |_| ask_again(phone, known)>
                {t!("organiser.ask_again")}
            </button>
        </Show>
    }
}
