//! Residents' own stories. A story is private until its teller has said yes to its final words, and then
//! goes as far as they said yes to, one thing at a time: quoted without a name, told in the hall, given to
//! the press. Each yes has its day, its proof and its end, is good for one use, and is beaten by whatever
//! takes it back without having seen it. Two organisers may write one story down twice: nobody can tell from the
//! words, so whatever takes back one story of a home holds the others until their teller was asked about them.
//! Rules R10.1 to R10.5 of the organisers' handbook.

mod risks;
mod telling;

pub use risks::{Risk, risks};
pub use telling::{
    AtMost, HOLDS_FOR, NoStory, NoYes, NotInPack, Says, Teller, into_pack, rewrite, say_yes,
    take_back, tell, used,
};

use std::collections::{BTreeMap, BTreeSet};

use super::contacts::{home_of, is_believed};
use super::teams::standing;
use crate::canvass::author::Role;
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::story::{Back, Proof, To, Told, Used, Yes};

/// So long after the endpoint was last heard stories may be taken out: seconds. Whoever took a yes back
/// on another phone has been heard by then.
pub const SYNCED_WITHIN: i64 = 24 * 3600;

/// A yes, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The entry.
    pub dot: Dot,
    /// What was said.
    pub yes: Yes,
    /// What was taken back without the yes having been said after that.
    pub taken: Taken,
    /// It was used already.
    pub used: bool,
}

/// What was taken back that a yes may be meant by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taken {
    /// Nothing.
    Nothing,
    /// Another story of the same home, which may be this one written down twice.
    Another,
    /// This one.
    This,
}

/// Where a story was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// As what.
    pub to: To,
    /// Where.
    pub place: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

/// A story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Its id.
    pub id: Dot,
    /// Its words, each with its entry: several where two organisers wrote at once, and then none are
    /// final.
    pub versions: Vec<(Dot, Told)>,
    /// The teller's home.
    pub home: HouseholdId,
    /// Its door.
    pub door: DoorId,
    /// What was said yes to, of all the words there were.
    pub yeses: Vec<Given>,
    /// What takes back this or another story of the home, by its entries.
    pub backs: Vec<Dot>,
    /// The home's other stories: one of them may be this one, written down twice.
    pub others: Vec<Dot>,
    /// Where it was used.
    pub uses: Vec<Use>,
}

/// How a story stands to one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Nobody has said yes.
    NotAsked,
    /// A yes that holds until a day, with it: days since 1970-01-01.
    Yes(i32),
    /// The yes was used: it is asked again before the next.
    AskAgain,
    /// It is over.
    Over,
    /// It was taken back.
    TakenBack,
    /// Another story of the home was: it is asked whether this one is meant, too.
    AskToo,
}

impl Story {
    /// Its final words, where there is one version.
    pub fn told(&self) -> Option<&(Dot, Told)> {
        match self.versions.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The yes to one thing that is good on a day (days since 1970-01-01), of these very words; used or
    /// not.
    fn good(&self, to: To, today: i32) -> impl Iterator<Item = &Given> {
        let words = self.told().map(|(dot, _)| *dot);
        self.yeses.iter().filter(move |given| {
            let of_it = given.yes.to == to && Some(given.yes.told) == words;
            let holds = (given.yes.day..=given.yes.until).contains(&today);
            of_it && holds && given.taken == Taken::Nothing
        })
    }

    /// How it stands to one thing on a day (days since 1970-01-01).
    pub fn stands(&self, to: To, today: i32) -> Stands {
        let good = self.good(to, today);
        if let Some(until) = good.filter(|it| !it.used).map(|it| it.yes.until).max() {
            return Stands::Yes(until);
        }
        if self.good(to, today).next().is_some() {
            return Stands::AskAgain;
        }
        let words = self.told().map(|(dot, _)| *dot);
        let of_it = |given: &&Given| given.yes.to == to && Some(given.yes.told) == words;
        let said: BTreeSet<Taken> = self.yeses.iter().filter(of_it).map(|it| it.taken).collect();
        let is = |taken| said.contains(&taken);
        // What is held by another's alone was said after this one was taken back.
        match (said.is_empty(), is(Taken::Another), is(Taken::This)) {
            (true, ..) => Stands::NotAsked,
            (_, true, _) => Stands::AskToo,
            (_, _, true) => Stands::TakenBack,
            _ => Stands::Over,
        }
    }

    /// The languages in which its teller was asked what holds on a day (days since 1970-01-01), as recorded.
    pub fn asked_in(&self, to: To, today: i32) -> BTreeSet<&str> {
        let good = self.good(to, today);
        good.map(|given| given.yes.language.as_str()).collect()
    }

    /// How far it may go on a day; `None` while it is private.
    pub fn may(&self, today: i32) -> Option<To> {
        let holds = |to: &To| self.good(*to, today).next().is_some();
        let far = To::ALL.into_iter().take_while(holds).last()?;
        (far > To::Words).then_some(far)
    }
}

/// A story as it may be taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The story.
    pub id: Dot,
    /// The entry with its words.
    pub told: Dot,
    /// The words the teller said yes to.
    pub words: String,
    /// As what.
    pub to: To,
    /// The yeses that are used up by it.
    by: Vec<Dot>,
}

/// Why no story is taken out at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTakenOut {
    /// This device has not heard the endpoint within a day: somebody may have taken theirs back.
    #[error("no sync within a day")]
    NotSynced,
}

/// The stories that may be taken out as one thing: those of which the words and everything up to it were
/// said yes to, and this one not used since. `heard`: when the endpoint was last heard, and `now`, both in
/// seconds since 1970; `today` is in days.
///
/// # Errors
/// [`NotTakenOut`].
pub fn taken_out(
    state: &State,
    to: To,
    today: i32,
    heard: Option<i64>,
    now: i64,
) -> Result<Vec<Quote>, NotTakenOut> {
    let is_recent = |at: i64| (0..=SYNCED_WITHIN).contains(&now.saturating_sub(at));
    if !heard.is_some_and(is_recent) {
        return Err(NotTakenOut::NotSynced);
    }
    let quotes = stories(state).into_iter().filter_map(|story| {
        story
            .may(today)
            .filter(|far| *far >= to && to > To::Words)?;
        let (told, said) = story.told()?;
        // All that are known: asked twice before, they are asked again before the next use all the same.
        let unused = story.good(to, today).filter(|given| !given.used);
        let by: Vec<Dot> = unused.map(|given| given.dot).collect();
        (!by.is_empty()).then(|| Quote {
            id: story.id,
            told: *told,
            words: said.words.clone(),
            to,
            by,
        })
    });
    Ok(quotes.collect())
}

/// All stories, in the order they were written down. A home that is hidden has none, and none is of a
/// household that lives there no more.
pub fn stories(state: &State) -> Vec<Story> {
    let told = standing(state, Kind::STORY, |fact| match fact {
        Fact::Story { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let mut found: BTreeMap<Dot, Story> = BTreeMap::new();
    for (dot, _, said) in told {
        let Some((home, door)) = home_of(state, dot) else {
            continue;
        };
        let id = said.of.unwrap_or(dot);
        let story = found.entry(id).or_insert_with(|| Story {
            id,
            versions: Vec::new(),
            home,
            door,
            yeses: Vec::new(),
            backs: Vec::new(),
            others: Vec::new(),
            uses: Vec::new(),
        });
        // Nobody's words become another home's story.
        if story.home == home {
            story.versions.push((dot, said));
        }
    }
    let (backs, used) = (backs(state), all_used(state));
    let homes: Vec<(Dot, HouseholdId)> = found.iter().map(|(id, it)| (*id, it.home)).collect();
    for story in found.values_mut() {
        complete(state, story, &backs, &used);
        let others = homes.iter().filter(|(id, _)| *id != story.id);
        let others = others.filter(|(_, home)| same(state, story, *home));
        story.others = others.map(|(id, _)| *id).collect();
    }
    found.into_values().collect()
}

/// Whether these people are those who told a story: as one household, or as its twin.
fn same(state: &State, story: &Story, home: HouseholdId) -> bool {
    estate::twins(state, story.home).any(|it| it == home)
}

/// What takes back, of whoever could have heard it: its entry, its home and what.
fn backs(state: &State) -> Vec<(Dot, HouseholdId, Back)> {
    let all = state.of_kind(Kind::STORY_BACK).filter_map(|(dot, entry)| {
        let Fact::StoryBack { said } = Fact::read(Kind::STORY_BACK, &entry.event.body).ok()??
        else {
            return None;
        };
        let (home, door) = home_of(state, dot)?;
        is_believed(state, dot, door).then_some((dot, home, said))
    });
    all.collect()
}

fn all_used(state: &State) -> Vec<Used> {
    let all = state.of_kind(Kind::STORY_USED).filter_map(|(dot, entry)| {
        let by_organiser = state.log(dot.log)?.author.role == Role::Organiser;
        match Fact::read(Kind::STORY_USED, &entry.event.body).ok()?? {
            Fact::StoryUsed { said } if by_organiser => Some(said),
            _ => None,
        }
    });
    all.collect()
}

fn complete(state: &State, story: &mut Story, backs: &[(Dot, HouseholdId, Back)], used: &[Used]) {
    // Also of words that stand no more: what was used, was used.
    let all_words: BTreeSet<Dot> = words_of(state, story);
    let backs: Vec<&(Dot, HouseholdId, Back)> = backs
        .iter()
        .filter(|(_, home, _)| same(state, story, *home))
        .collect();
    let all_back = took_all_back(state, story.home);
    let spent: BTreeSet<Dot> = used.iter().flat_map(|used| &used.by).copied().collect();
    for (dot, entry) in state.of_kind(Kind::STORY_YES) {
        let Ok(Some(Fact::StoryYes { said })) = Fact::read(Kind::STORY_YES, &entry.event.body)
        else {
            continue;
        };
        let log = state.log(dot.log);
        let by_organiser = log.is_some_and(|log| log.author.role == Role::Organiser);
        let own = home_of(state, dot).is_some_and(|(home, _)| home == story.home);
        if !by_organiser || !own || !all_words.contains(&said.told) {
            continue;
        }
        let all = all_back.then_some(Taken::This).into_iter();
        let taken = backs.iter().map(|back| taken_by(back, story.id, &said));
        let given = Given {
            dot,
            taken: all.chain(taken).max().unwrap_or(Taken::Nothing),
            used: spent.contains(&dot),
            yes: said,
        };
        story.yeses.push(given);
    }
    story.backs = backs.iter().map(|(dot, ..)| *dot).collect();
    let uses = used.iter().filter(|used| all_words.contains(&used.told));
    story.uses = uses
        .map(|used| Use {
            to: used.to,
            place: used.place.clone(),
            day: used.day,
        })
        .collect();
    story.uses.sort_by_key(|used| used.day);
}

/// Whether those of a home took back at a door everything they had agreed to.
fn took_all_back(state: &State, home: HouseholdId) -> bool {
    let withdrawn = |home| state.naming_as(Kind::CONSENT_WITHDRAWN, home);
    let mut all = estate::twins(state, home).flat_map(withdrawn);
    all.any(|(_, entry)| entry.event.about.iter().all(|id| id.sort().names_a_dot()))
}

/// What a yes to a story is taken back by.
fn taken_by((dot, _, back): &(Dot, HouseholdId, Back), story: Dot, yes: &Yes) -> Taken {
    let reaches = back.to.is_none_or(|to| yes.to >= to);
    match reaches && !yes.after.contains(dot) {
        false => Taken::Nothing,
        true if back.story.is_none_or(|it| it == story) => Taken::This,
        true => Taken::Another,
    }
}

/// The entries of all the words a story has had.
fn words_of(state: &State, story: &Story) -> BTreeSet<Dot> {
    let told = state.of_kind(Kind::STORY).filter_map(|(dot, entry)| {
        let Fact::Story { said } = Fact::read(Kind::STORY, &entry.event.body).ok()?? else {
            return None;
        };
        (said.of.unwrap_or(dot) == story.id).then_some(dot)
    });
    told.collect()
}

/// Whether anybody knows that they said so.
fn is_proved(proof: &Proof) -> bool {
    let (Proof::Witness(words) | Proof::Signature(words)) = proof;
    !words.trim().is_empty()
}

#[cfg(test)]
mod tests;
