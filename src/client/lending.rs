//! Lists of people lent to this phone: asked for, opened, ticked, and gone when they end.

use super::clock::BrowserRng;
use super::journal::AskedFor;
use super::own::Own;
use super::parts::when::tonight;
use super::phone::{OnlyPractice, Phone};
use super::told::SaveError;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::HouseholdId;
use crate::canvass::meeting::{AsksList, Lent, List, Purpose};
use crate::canvass::stream::Stream;
use crate::organise::meetings::{Ask, Meeting};
use crate::sync::lent::{ListKey, NotLent, seal_list};

/// A list this phone asked for, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnList {
    /// What it was asked for, and what was ticked on it.
    pub asked: AskedFor,
    /// The list, where an organiser has lent it.
    pub list: Option<List>,
}

/// What an organiser has lent to an asking.
fn lent(state: &State, asked: Dot) -> Option<Lent> {
    let all = state.of_kind(Kind::LENT).filter_map(|(_, entry)| {
        match Fact::read(Kind::LENT, &entry.event.body).ok()?? {
            Fact::Lent { said } if said.asked == asked => Some(said),
            _ => None,
        }
    });
    // Lent twice, it ends with the first.
    all.min_by_key(|said| said.until)
}

/// Whether a list has ended, on a day (days since 1970-01-01).
fn has_ended(state: &State, asked: &AskedFor, today: i32) -> bool {
    let until = lent(state, asked.asked).map_or(asked.until, |said| said.until);
    today > until
}

impl Own {
    /// Lets go of the lists that have ended. Where that fails it is tried again when the app is opened.
    pub(super) async fn let_go_of_lists(self) {
        let held = self.held();
        let lists = held.journal.lists().await;
        let today = tonight().today;
        let left: Vec<AskedFor> = self.read_untracked(|state| {
            let lists = lists.iter().filter(|it| !has_ended(state, it, today));
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
        let held = self.own()?.held();
        let mut lists = held.journal.lists().await;
        // Before anybody is asked: a list that could not be kept would be opened by nobody.
        if !held.journal.keep_lists(&lists).await? {
            return Err(SaveError::NoKey);
        }
        let key = ListKey::random(&mut BrowserRng);
        let said = AsksList {
            meeting: meeting.id,
            purpose,
            key: key.public(),
        };
        let draft = Draft::new(Stream::Inner, Fact::AsksList { said }, Vec::new());
        let asked = self.record(vec![draft]).await?;
        lists.extend(asked.first().map(|asked| AskedFor {
            asked: *asked,
            meeting: meeting.id,
            purpose,
            secret: key.0,
            until: meeting.day(),
            ticked: Vec::new(),
        }));
        held.journal.keep_lists(&lists).await?;
        Ok(())
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
            let said = self.read_untracked(|state| lent(state, asked.asked));
            let key = ListKey(asked.secret.clone());
            let list = said.and_then(|it| key.open(device.campaign, it.asked, &it.sealed).ok());
            OwnList { asked, list }
        };
        lists.into_iter().map(open).collect()
    }

    /// Ticks a home on a list: so many of it, or the place of what they said; with 0, nothing.
    pub async fn tick_on_list(self, asked: Dot, home: HouseholdId, what: u8) {
        let Ok(own) = self.own() else { return };
        let held = own.held();
        let mut lists = held.journal.lists().await;
        if let Some(list) = lists.iter_mut().find(|list| list.asked == asked) {
            list.ticked.retain(|(ticked, _)| *ticked != home);
            list.ticked.extend((what > 0).then_some((home, what)));
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

    /// When the endpoint was last heard: seconds since 1970.
    pub fn last_heard(self) -> Option<i64> {
        match self.own() {
            Ok(own) => super::journal::LastAnswer::read(own.held().journal.database()),
            Err(OnlyPractice) => None,
        }
    }
}
