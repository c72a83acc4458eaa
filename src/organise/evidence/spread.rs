//! How far what is raised is spread, as far as that tells of no few homes: on how many stairs, and across which homes.

use super::{FEWEST, Figure, Groups, Share, told, told_of};
use crate::canvass::id::StairId;
use crate::organise::issues::{Across, Heard, Issues};

/// The homes spoken to, by what they may differ in.
pub(super) struct Spoken {
    /// By how they are held.
    pub(super) tenures: Groups<String>,
    stairs: Groups<StairId>,
    languages: Groups<String>,
}

impl Spoken {
    pub(super) fn of(issues: &Issues) -> Spoken {
        let spoken = || issues.homes.iter().filter(|home| home.spoken);
        Spoken {
            tenures: Groups::of(spoken().map(|home| home.tenure.clone())),
            stairs: Groups::of(spoken().map(|home| Some(home.stair))),
            languages: Groups::of(spoken().map(|home| home.language.clone())),
        }
    }

    /// On how many stairs something is raised by so many homes. Whoever knows that it is on all of them knows of each stair
    /// that somebody there does: so few homes are spoken to on none of them, and not on each can it be one home alone.
    pub(super) fn stairs(&self, heard: &Heard, homes: Figure) -> Option<usize> {
        let Figure::Exactly(homes) = homes else {
            return None;
        };
        let stairs = &heard.breadth.stairs.known;
        let spoken = |stair: &StairId| self.stairs.known.get(stair).copied().unwrap_or(0);
        let few = stairs.keys().any(|stair| spoken(stair) < FEWEST);
        (!few && homes >= stairs.len() + FEWEST).then_some(stairs.len())
    }

    /// In which ways the homes that raise something differ: only such of which as much as that is told anyway, or could be.
    pub(super) fn across(
        &self,
        heard: &Heard,
        tenures: &[(Option<String>, Share)],
        stairs: Option<usize>,
    ) -> Vec<Across> {
        let is_told =
            |(group, homes): (&Option<String>, Figure)| group.is_some() && homes != Figure::LeftOut;
        let by_tenure = tenures.iter().map(|(tenure, share)| (tenure, share.n));
        let languages = told(&heard.breadth.languages, |it| told_of(&self.languages, it));
        let by_language = languages.iter().map(|(language, homes)| (language, *homes));
        let several = |told: usize| told > 1;
        let (tenures, languages) = (
            several(by_tenure.filter(|it| is_told(*it)).count()),
            several(by_language.filter(|it| is_told(*it)).count()),
        );
        let mut ways = heard.across();
        ways.retain(|way| match way {
            Across::Tenures => tenures,
            Across::Stairs => stairs.is_some(),
            Across::Languages => languages,
        });
        ways
    }
}
