//! The one figure of training that everybody on the campaign may see: of those who were trained here, how many
//! have trained somebody since. Who trained whom lies in inner, which no volunteer's phone reads; so an organiser's
//! device works it out, and it stands on the board as two numbers and a day. Rule R6.4 of the organisers' handbook.

use super::Tree;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::canvass::training::Told;

/// Shows the team how far it has come by a day (days since 1970-01-01), in place of what it was shown before.
/// `None` where it is shown so already, or nobody was trained yet.
pub fn tell(state: &State, today: i32) -> Option<Draft> {
    let tree = Tree::read(state);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let said = Told {
        trainers: number(tree.trainers),
        trained: number(tree.trained),
        day: today,
    };
    let before = told(state);
    let is_new = match before {
        Some(before) => (before.trainers, before.trained) != (said.trainers, said.trained),
        None => said.trained > 0,
    };
    is_new.then(|| Draft {
        stream: Stream::Board,
        fact: Fact::TrainersTold { said },
        about: Vec::new(),
        over: state
            .of_kind(Kind::TRAINERS_TOLD)
            .map(|(dot, _)| dot)
            .collect(),
    })
}

/// What the team is shown, on any phone; of what two organisers showed at once the newest. `None` until an
/// organiser has shown it.
pub fn told(state: &State) -> Option<Told> {
    let all = state
        .of_kind(Kind::TRAINERS_TOLD)
        .filter_map(|(dot, entry)| {
            match Fact::read(Kind::TRAINERS_TOLD, &entry.event.body).ok()?? {
                Fact::TrainersTold { said } => Some((said.day, dot, said)),
                _ => None,
            }
        });
    let (.., said) = all.max_by_key(|(day, dot, _)| (*day, *dot))?;
    Some(Told {
        trainers: said.trainers.min(said.trained),
        ..said
    })
}
