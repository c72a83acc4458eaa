//! The phones the endpoint knows, asked for when a page opens. Without a connection what it said
//! last still holds and says from when it is; where it has said nothing yet, a page says that.

use std::cell::RefCell;

use leptos::prelude::*;

use crate::canvass::author::CertificateId;
use crate::client::clock;
use crate::client::phone::Phone;
use crate::organise::phones::{self, KnownPhone};
use crate::sync::wire::Members;

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
    let device = phone
        .membership()
        .get_untracked()
        .map(|member| member.device);
    let last = LAST.with_borrow(|last| {
        let said = last.as_ref().filter(|(to, _)| Some(*to) == device);
        said.map(|(_, said)| said.clone())
    });
    let known = RwSignal::new(Known {
        answer: Answer::Asking,
        said: last,
        members: None,
    });
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
    known
}
