//! Lists of people lent to this phone: asked for, opened, ticked, and gone when they end.

use super::clock::BrowserRng;
use super::journal::{AskedFor, Tick, ToAsk};
use super::own::Own;
use super::parts::when::tonight;
use super::phone::{OnlyPractice, Phone};
use super::told::SaveError;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::meeting::{AsksList, List, Purpose};
use crate::canvass::stream::Stream;
use crate::organise::meetings::{Ask, Lending, Meeting, lent_to};
use crate::sync::lent::{ListKey, NotLent, seal_list};

/// A list this phone asked for, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnList {
    /// What it was asked for, and what was ticked on it.
    pub asked: AskedFor,
    /// The list, where an organiser has lent it.
    pub list: Option<List>,
}

/// Whether a list is over, on a day (days since 1970-01-01): it ran out, or an organiser ended it.
fn is_over(state: &State, asked: &AskedFor, today: i32) -> bool {
    match lent_to(state, asked.asked).0 {
        Lending::Waits => today > asked.until,
        Lending::Until(until) => today > until,
        Lending::Ended(_) => true,
    }
}

impl Own {
    /// Lets go of the lists that have ended. Where that fails it is tried again when the app is opened.
    pub(super) async fn let_go_of_lists(self) {
        let held = self.held();
        let lists = held.journal.lists().await;
        let today = tonight().today;
        let left: Vec<AskedFor> = self.read_untracked(|state| {
            let lists = lists.iter().filter(|it| !is_over(state, it, today));
            lists.cloned().collect()
        });
        if left.len() < lists.len() {
            let _ = held.journal.keep_lists(&left).await;
        }
    }
}

impl Phone {
    /// Asks for a list, with a key made for it alone.
    ///
    /// # Errors
    /// [`SaveError`]; [`SaveError::NoKey`] where this browser can keep no secret.
    pub async fn ask_for_list(self, meeting: &Meeting, purpose: Purpose) -> Result<(), SaveError> {
        let own = self.own()?;
        // A list that could not be kept would be opened by nobody.
        if !own.held().journal.keeps_lists() {
            return Err(SaveError::NoKey);
        }
        let key = ListKey::random(&mut BrowserRng);
        let said = AsksList {
            meeting: meeting.id,
            purpose,
            key: key.public(),
        };
        let draft = Draft::new(Stream::Inner, Fact::AsksList { said }, Vec::new());
        let asking = ToAsk {
            meeting: meeting.id,
            purpose,
            secret: key.0,
            until: meeting.day(),
        };
        own.save_asking(&draft, &asking).await
    }

    /// The lists this phone asked for and that have not ended; those that have are let go of.
    pub async fn own_lists(self) -> Vec<OwnList> {
        let Ok(own) = self.own() else {
            return Vec::new();
        };
        own.let_go_of_lists().await;
        let held = own.held();
        let lists = held.journal.lists().await;
        let Some(device) = held.device() else {
            return Vec::new();
        };
        let open = |asked: AskedFor| {
            let lent = self.read_untracked(|state| lent_to(state, asked.asked).1);
            let key = ListKey(asked.secret.clone());
            let lists = lent.iter();
            let lists = lists.filter_map(|it| {
                let opened = key.open(device.campaign, it.asked, &it.sealed);
                opened.ok()
            });
            let lists: Vec<List> = lists.collect();
            // Two organisers may have lent at once.
            let list = (!lists.is_empty()).then(|| List::joined(lists));
            OwnList { asked, list }
        };
        lists.into_iter().map(open).collect()
    }

    /// Ticks a home on a list, in place of what was ticked of it before; with 0, nothing.
    pub async fn tick_on_list(self, asked: Dot, tick: Tick) {
        let Ok(own) = self.own() else { return };
        let held = own.held();
        let mut lists = held.journal.lists().await;
        if let Some(list) = lists.iter_mut().find(|list| list.asked == asked) {
            list.ticked.retain(|it| it.home != tick.home);
            list.ticked.extend((tick.what > 0).then_some(tick));
            // It is a help and no promise: what counts is recorded beside it.
            let _ = held.journal.keep_lists(&lists).await;
        }
    }

    /// Seals a list to whoever asked for it.
    ///
    /// # Errors
    /// [`NotLent`].
    pub fn seal_list(self, ask: &Ask, list: &List) -> Result<Vec<u8>, NotLent> {
        let device = self.own().ok().and_then(|own| own.held().device());
        let device = device.ok_or(NotLent::NoKey)?;
        seal_list(device.campaign, ask.dot, ask.key, list, &mut BrowserRng)
    }

    /// When the endpoint was last heard to the end, so that nothing others took back before is unknown here:
    /// seconds since 1970.
    pub fn last_heard(self) -> Option<i64> {
        match self.own() {
            Ok(own) => super::journal::CaughtUp::read(own.held().journal.database()),
            Err(OnlyPractice) => None,
        }
    }
}
