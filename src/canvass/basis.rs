//! On what ground a campaign may keep where people stand. That is a political opinion, so it is off until
//! organisers have written down the ground; a residents' group keeps what people did, and no opinion.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::act::Act;
use super::conversation::script;
use super::draft::Draft;
use super::event::Kind;
use super::fact::Fact;
use super::fold::State;
use super::id::Facet;
use super::script::Stage;
use super::stream::Stream;

/// What the campaign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Group {
    /// A registered political party.
    Party,
    /// A union or an association with members, not for profit.
    Members,
    /// Residents who do something together.
    Residents,
}

/// The lawful basis for keeping it at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Basis {
    /// Those concerned agreed.
    Consent,
    /// Legitimate interests.
    Interests,
    /// A task in the public interest: democratic engagement.
    PublicTask,
}

/// The condition for keeping political opinions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Condition {
    /// Those concerned agreed in so many words.
    ExplicitConsent,
    /// A body not for profit with such an aim, of its members and whom it is regularly in touch with.
    NotForProfit,
    /// A registered party's political activities, under a policy document.
    Party,
}

impl Group {
    /// All of them, in the order they are offered.
    pub const ALL: [Group; 3] = [Group::Residents, Group::Members, Group::Party];

    /// The conditions that one may keep opinions under.
    pub fn conditions(self) -> &'static [Condition] {
        match self {
            Group::Party => &[Condition::Party, Condition::ExplicitConsent],
            Group::Members => &[Condition::NotForProfit, Condition::ExplicitConsent],
            Group::Residents => &[Condition::ExplicitConsent],
        }
    }

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Group::Party => "party",
            Group::Members => "members",
            Group::Residents => "residents",
        }
    }
}

impl Basis {
    /// All of them, in the order they are offered.
    pub const ALL: [Basis; 3] = [Basis::Consent, Basis::Interests, Basis::PublicTask];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Basis::Consent => "consent",
            Basis::Interests => "interests",
            Basis::PublicTask => "public_task",
        }
    }
}

impl Condition {
    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Condition::ExplicitConsent => "explicit",
            Condition::NotForProfit => "not_for_profit",
            Condition::Party => "party",
        }
    }
}

/// An event's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// It is not kept.
    Off,
    /// It is.
    On {
        /// What the campaign is.
        group: Group,
        /// The lawful basis.
        basis: Basis,
        /// The condition.
        condition: Condition,
        /// Where the policy for it is written down.
        document: String,
    },
}

/// Why something is no ground.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoGround {
    /// Such a group may not keep opinions under this condition.
    #[error("such a group may not keep opinions under this condition")]
    Condition,
    /// It does not say where the policy is written down.
    #[error("it does not say where the policy is written down")]
    Document,
}

/// A ground that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    group: Group,
    basis: Basis,
    condition: Condition,
    document: String,
}

impl Ground {
    /// A ground of these.
    ///
    /// # Errors
    /// [`NoGround`] where they do not go together, or no document is named.
    pub fn new(
        group: Group,
        basis: Basis,
        condition: Condition,
        document: &str,
    ) -> Result<Ground, NoGround> {
        let document = document.trim().to_string();
        if !group.conditions().contains(&condition) {
            return Err(NoGround::Condition);
        }
        if document.is_empty() {
            return Err(NoGround::Document);
        }
        Ok(Ground {
            group,
            basis,
            condition,
            document,
        })
    }

    /// What the campaign is.
    pub fn group(&self) -> Group {
        self.group
    }

    /// The lawful basis.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// The condition.
    pub fn condition(&self) -> Condition {
        self.condition
    }

    /// Where the policy is written down.
    pub fn document(&self) -> &str {
        &self.document
    }

    /// Whether this may be kept under it: of a residents' group what people did for it, and not what
    /// they think.
    pub fn may_keep(&self, what: Act) -> bool {
        match self.group {
            Group::Party | Group::Members => true,
            Group::Residents => what.is_done_for() || what == Act::TakenBack,
        }
    }
}

/// The ground that holds; `None` while it is off. Where organisers wrote down two at once the one that
/// keeps less holds.
pub fn ground(state: &State) -> Option<Ground> {
    let mut grounds = said(state).into_iter().map(|said| match said {
        Said::Off => None,
        Said::On {
            group,
            basis,
            condition,
            document,
        } => Ground::new(group, basis, condition, &document).ok(),
    });
    let first = grounds.next()??;
    grounds.try_fold(first, |kept, other| {
        let other = other?;
        let keeps_less = other.group == Group::Residents && kept.group != Group::Residents;
        Some(if keeps_less { other } else { kept })
    })
}

/// What may be recorded at a door now, what was done before what was said. Nothing while it is off, nor
/// while the campaign only listens: then nobody is asked for anything.
pub fn offered(state: &State) -> Vec<Act> {
    let asks = script(state).is_some_and(|script| script.stage != Stage::Listen);
    let Some(ground) = ground(state).filter(|_| asks) else {
        return Vec::new();
    };
    let acts = Act::ALL.into_iter();
    let mut acts: Vec<Act> = acts
        .filter(|act| ground.may_keep(*act) && *act != Act::TakenBack)
        .collect();
    acts.sort_by_key(|act| !act.is_done_for());
    acts
}

fn said(state: &State) -> Vec<Said> {
    let all = state.of_kind(Kind::BASIS);
    all.filter_map(
        |(_, entry)| match Fact::read(Kind::BASIS, &entry.event.body).ok()?? {
            Fact::Basis { said } => Some(said),
            _ => None,
        },
    )
    .collect()
}

/// Writes down the ground, or that it is off, over what was written before.
pub fn write_down(state: &State, ground: Option<&Ground>) -> Draft {
    let said = match ground {
        None => Said::Off,
        Some(ground) => Said::On {
            group: ground.group,
            basis: ground.basis,
            condition: ground.condition,
            document: ground.document.clone(),
        },
    };
    let about = vec![Facet::ABOUT_US.into()];
    let mut draft = Draft::new(Stream::Board, Fact::Basis { said }, about);
    draft.over = state.of_kind(Kind::BASIS).map(|(dot, _)| dot).collect();
    draft
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::small::Small;
    use super::*;

    fn ground_of(group: Group, condition: Condition) -> Result<Ground, NoGround> {
        Ground::new(group, Basis::Consent, condition, "Policy of 1 May")
    }

    #[test]
    fn it_is_off_until_a_ground_is_written_down_and_off_again_when_that_is_said() {
        let mut small = Small::new(1);
        assert_eq!(ground(&small.state()), None);
        let residents = ground_of(Group::Residents, Condition::ExplicitConsent).unwrap();
        let draft = write_down(&small.state(), Some(&residents));
        small.record(1, Role::Organiser, draft);
        assert_eq!(ground(&small.state()), Some(residents));
        let off = write_down(&small.state(), None);
        small.record(1, Role::Organiser, off);
        assert_eq!(ground(&small.state()), None);
    }

    #[test]
    fn a_group_keeps_opinions_only_under_a_condition_of_its_own_and_with_a_policy() {
        for (group, condition) in [
            (Group::Residents, Condition::NotForProfit),
            (Group::Residents, Condition::Party),
            (Group::Members, Condition::Party),
            (Group::Party, Condition::NotForProfit),
        ] {
            assert_eq!(ground_of(group, condition), Err(NoGround::Condition));
        }
        let none = Ground::new(Group::Party, Basis::PublicTask, Condition::Party, " ");
        assert_eq!(none, Err(NoGround::Document));
        // What another program wrote counts no more than what this one lets through.
        let mut small = Small::new(1);
        let said = Said::On {
            group: Group::Residents,
            basis: Basis::Interests,
            condition: Condition::Party,
            document: "Policy".into(),
        };
        small.board(Fact::Basis { said }, vec![Facet::ABOUT_US.into()]);
        assert_eq!(ground(&small.state()), None);
    }

    #[test]
    fn of_two_written_down_at_once_the_one_that_keeps_less_holds() {
        let party = ground_of(Group::Party, Condition::Party).unwrap();
        let residents = ground_of(Group::Residents, Condition::ExplicitConsent).unwrap();
        for order in [[&party, &residents], [&residents, &party]] {
            let mut small = Small::new(1);
            let before = small.state();
            for ground in order {
                small.record(1, Role::Organiser, write_down(&before, Some(ground)));
            }
            assert_eq!(ground(&small.state()).as_ref(), Some(&residents));
            small.record(1, Role::Organiser, write_down(&before, None));
            assert_eq!(ground(&small.state()), None);
        }
    }

    #[test]
    fn r1_6_a_door_offers_nothing_while_it_is_off_or_the_campaign_only_listens() {
        let mut small = Small::new(1);
        let script = |small: &mut Small, version, stage| {
            let fact = Fact::Script {
                version,
                title: "At the door".into(),
                stage,
                steps: Vec::new(),
            };
            small.board(fact, Vec::new());
        };
        script(&mut small, 1, Stage::Commit);
        assert!(offered(&small.state()).is_empty());
        let residents = ground_of(Group::Residents, Condition::ExplicitConsent).unwrap();
        let draft = write_down(&small.state(), Some(&residents));
        small.record(1, Role::Organiser, draft);
        let acts = offered(&small.state());
        assert_eq!(acts.first(), Some(&Act::Signed));
        assert!(acts.iter().all(|act| act.is_done_for()));
        script(&mut small, 2, Stage::Listen);
        assert!(offered(&small.state()).is_empty());
        let members = ground_of(Group::Members, Condition::NotForProfit).unwrap();
        let draft = write_down(&small.state(), Some(&members));
        small.record(1, Role::Organiser, draft);
        script(&mut small, 3, Stage::Test);
        let acts = offered(&small.state());
        assert_eq!(acts.len(), Act::ALL.len() - 1);
        assert_eq!(acts.last(), Some(&Act::Against));
    }

    #[test]
    fn a_residents_group_keeps_what_people_did_and_no_opinion() {
        let residents = ground_of(Group::Residents, Condition::ExplicitConsent).unwrap();
        let members = ground_of(Group::Members, Condition::NotForProfit).unwrap();
        for act in Act::ALL {
            let is_opinion = act.is_words() || act == Act::Against;
            assert_eq!(residents.may_keep(act), !is_opinion, "{act:?}");
            assert!(members.may_keep(act));
        }
    }
}
