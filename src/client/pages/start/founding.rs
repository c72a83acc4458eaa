//! What happens once everything is answered: keys from the words, the campaign at the endpoint,
//! and on its board who it is and what it asks. Each part that is done is not done again.

use chrono::Months;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::canvass::about::AboutUs;
use crate::canvass::event::Kind;
use crate::canvass::id::QuestionId;
use crate::client::clock;
use crate::client::pages::day;
use crate::client::phone::Phone;
use crate::client::told::{PhoneError, SaveError};
use crate::client::worker::{self, Job, Told};
use crate::organise::handover::keyholders::Candidate;
use crate::organise::listening;
use crate::sync::device::{Founding, JoinError};
use crate::sync::keys::OwnKeys;
use crate::sync::wire::RefusalCode;
use crate::t;

/// How long a campaign runs unless its organisers say otherwise.
const MONTHS: Months = Months::new(12);
/// No campaign runs longer than this: what residents said is not to outstay its purpose, and a
/// slip in the year would keep it for centuries.
const MOST_MONTHS: Months = Months::new(60);
/// The version of a campaign's first script.
const FIRST_SCRIPT: u32 = 1;

/// Everything that was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The endpoint's start code.
    pub code: String,
    /// What the campaign says of itself.
    pub about: AboutUs,
    /// The first organiser's name.
    pub name: String,
    /// When the campaign ends, seconds since 1970.
    pub ends: i64,
    /// The six words, of each keyholder.
    pub words: Vec<String>,
    /// Who keeps them, where several do.
    pub committee: Vec<Candidate>,
    /// How many of them must sign.
    pub needed: u8,
    /// The list they are from.
    pub list: String,
}

/// Why a campaign was not founded.
#[derive(Clone, Debug)]
pub enum Stumble {
    /// The endpoint has another start code.
    StartCode(String),
    /// Anything else, in words.
    Other(String),
}

impl From<PhoneError> for Stumble {
    fn from(error: PhoneError) -> Stumble {
        match error {
            PhoneError::Refused(RefusalCode::WrongStartCode) => {
                Stumble::StartCode(error.sentence())
            }
            PhoneError::Join(JoinError::OtherWords) => Stumble::Other(t!("start.recover_other")),
            _ => Stumble::Other(error.sentence()),
        }
    }
}

/// Founds a campaign, and goes on where it stumbled before.
#[derive(Clone, Default)]
pub struct Founder {
    /// The words' keys, so that a second try need not work them out again: until all of it is done.
    keys: Vec<OwnKeys>,
}

impl Founder {
    /// Does what is still to be done.
    ///
    /// # Errors
    /// What stands in the way, in words.
    pub async fn go_on(&mut self, phone: Phone, asked: &Asked) -> Result<(), Stumble> {
        if phone.membership().get_untracked().is_none() {
            while let Some(words) = asked.words.get(self.keys.len()) {
                let keys = keys(words, &asked.list).await?;
                self.keys.push(keys);
            }
            let founding = Founding {
                start_code: asked.code.trim().to_string(),
                name: asked.name.trim().to_string(),
                now: clock::now(),
                ends: asked.ends,
                practice: false,
            };
            phone.found(&self.keys, asked.needed, founding).await?;
        }
        self.say_who(phone, asked).await?;
        self.keys.clear();
        fill_board(phone, asked)
            .await
            .map_err(|error| Stumble::Other(error.sentence()))
    }

    /// Says on the board whose the keyholders' words are, where several keep them and it does not stand there.
    async fn say_who(&self, phone: Phone, asked: &Asked) -> Result<(), Stumble> {
        if phone.read_untracked(|state| state.of_kind(Kind::KEYHOLDER).next().is_some()) {
            return Ok(());
        }
        let mut drafts = Vec::new();
        for (n, (keys, who)) in self.keys.iter().zip(&asked.committee).enumerate() {
            // Whoever starts the campaign is the first of them, and known on this device.
            drafts.push(phone.keyholder_is(keys, who, n == 0)?);
        }
        if drafts.is_empty() {
            return Ok(());
        }
        let saved = phone.record(drafts).await;
        saved
            .map(|_| ())
            .map_err(|error| Stumble::Other(error.sentence()))
    }
}

/// The keys of six words, worked out beside the page.
///
/// # Errors
/// Why these words give none, in words.
pub async fn keys(words: &str, list: &str) -> Result<OwnKeys, Stumble> {
    let job = worker::job(&Job::Words {
        words: words.to_string(),
        list: list.to_string(),
    });
    match worker::ask(job, |_, _| ()).await {
        Told::Keys(keys) => Ok(keys),
        Told::Refused(sentence) => Err(Stumble::Other(sentence.words())),
        Told::List(_) | Told::WhichSheet(_) | Told::PinKey(_) | Told::Progress { .. } => {
            Err(Stumble::Other(t!("start.worker_failed")))
        }
    }
}

/// Says on the board who the campaign is and what it asks, unless it stands there already.
async fn fill_board(phone: Phone, asked: &Asked) -> Result<(), SaveError> {
    let lacks = |kind| phone.read_untracked(|state| state.of_kind(kind).next().is_none());
    if lacks(Kind::ABOUT_US) {
        let us = &asked.about;
        let about = listening::about_us(&us.group, &us.contact, &us.shared_with);
        let kept = listening::kept(&us.kept, &us.why, us.days);
        phone.record(vec![about, kept]).await?;
    }
    if lacks(Kind::SCRIPT) {
        let text = |key: &str| t!(key);
        let questions = phone.record(listening::questions(text)).await?;
        let questions: Vec<QuestionId> = questions.into_iter().map(QuestionId).collect();
        phone
            .record(vec![listening::script(text, &questions, FIRST_SCRIPT)])
            .await?;
    }
    phone.sync();
    Ok(())
}

/// The start code behind the link's `#`, taken out of the address bar and the history at once.
pub fn code_from_link() -> String {
    let hash = location().hash().unwrap_or_default();
    let code = hash.trim_start_matches('#').to_string();
    if !code.is_empty() {
        let path = location().pathname().unwrap_or_default();
        // Where the history cannot be changed the code stays in the bar; it still works.
        let _ = history().replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
    code
}

fn history() -> web_sys::History {
    #[expect(clippy::expect_used, reason = "every window has a history")]
    window().history().expect("a window has a history")
}

/// The latest a campaign may end: seconds since 1970.
pub fn latest_end() -> i64 {
    let today = day::today();
    let last = today.checked_add_months(MOST_MONTHS).unwrap_or(today);
    day::end_of(&day::in_field(last)).unwrap_or(i64::MAX)
}

/// The day a campaign ends on unless another is picked, as a date field has it.
pub fn default_end() -> String {
    let today = day::today();
    day::in_field(today.checked_add_months(MONTHS).unwrap_or(today))
}
