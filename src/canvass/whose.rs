//! Whose word something is: the household's as one, one resident's own, or a neighbour's. Each is a
//! register of its own, so that a neighbour's word never stands as the household's, nor one resident's
//! as another's.

use super::id::{Facet, HouseholdId, Id, QuestionId, ResidentId};

/// Whose word it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// The household's, as one.
    #[default]
    Household,
    /// One resident's.
    Resident(ResidentId),
    /// A neighbour's, about them.
    Neighbour,
}

impl Whose {
    /// Whose word an event is, by what it is about.
    pub fn of(about: &[Id]) -> Whose {
        if about.contains(&Facet::NEIGHBOUR.into()) {
            return Whose::Neighbour;
        }
        let resident = about.iter().find_map(|id| ResidentId::try_from(*id).ok());
        resident.map_or(Whose::Household, Whose::Resident)
    }

    /// What an answer of theirs to a question is about.
    pub fn answers(self, household: HouseholdId, question: QuestionId) -> Vec<Id> {
        let both = [household.into(), question.into()].into_iter();
        both.chain(self.id()).collect()
    }

    /// What a plain fact of theirs is about.
    pub fn facts(self, household: HouseholdId, facet: Facet) -> Vec<Id> {
        let both = [household.into(), facet.into()].into_iter();
        both.chain(self.id()).collect()
    }

    /// What anything else they say about a household is about.
    pub fn about(self, household: HouseholdId) -> Vec<Id> {
        std::iter::once(household.into()).chain(self.id()).collect()
    }

    fn id(self) -> Option<Id> {
        match self {
            Whose::Household => None,
            Whose::Resident(id) => Some(id.into()),
            Whose::Neighbour => Some(Facet::NEIGHBOUR.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::dot::{Dot, LogId};
    use super::super::id::DoorId;
    use super::*;

    #[test]
    fn it_reads_back_from_what_an_event_is_about_and_each_is_a_register_of_its_own() {
        let dot = |seq| Dot {
            log: LogId([1; 8]),
            seq,
        };
        let household = HouseholdId::FirstOf(DoorId(dot(1)));
        let question = QuestionId(dot(2));
        let all = [
            Whose::Household,
            Whose::Resident(ResidentId(dot(3))),
            Whose::Resident(ResidentId(dot(4))),
            Whose::Neighbour,
        ];
        for (n, whose) in all.into_iter().enumerate() {
            let about = whose.answers(household, question);
            assert_eq!(Whose::of(&about), whose);
            assert_eq!(Whose::of(&whose.about(household)), whose);
            let facts = whose.facts(household, Facet::LANGUAGE);
            assert_eq!(Whose::of(&facts), whose);
            assert_eq!(facts[..2], [household.into(), Facet::LANGUAGE.into()]);
            assert_eq!(about[..2], [household.into(), question.into()]);
            for other in &all[..n] {
                assert_ne!(about, other.answers(household, question));
            }
        }
    }
}
