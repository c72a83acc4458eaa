//! What an invitation to some doors opens: whole stairs, since a stair is read under one key. Said
//! before it is made, and asked once more where it is many.

use leptos::prelude::*;

use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, TurfId};
use crate::organise::selection::{Opened, opened};
use crate::t;

/// On more stairs than this it is asked once more.
const MANY_STAIRS: usize = 8;

/// What an invitation opens, and how many doors it was meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opens {
    opened: Opened,
    meant: usize,
}

impl Opens {
    /// Of an invitation to these doors.
    pub fn of(state: &State, doors: &[DoorId]) -> Opens {
        Opens {
            opened: opened(state, doors),
            meant: doors.len(),
        }
    }

    /// Of an invitation to a turf.
    pub fn of_turf(state: &State, turf: TurfId) -> Opens {
        let turfs = estate::turfs(state).into_iter();
        let doors = turfs.filter(|it| it.id == turf).flat_map(|it| it.doors);
        Opens::of(state, &doors.collect::<Vec<_>>())
    }

    /// It opens more than it was meant for, on so many stairs that it is asked once more.
    pub fn is_many(self) -> bool {
        self.opened.stairs > MANY_STAIRS && self.opened.doors > self.meant
    }

    /// `Opens all 30 doors of these 4 stairs`, where that is more than it was meant for.
    pub fn in_words(self) -> Option<String> {
        (self.opened.doors > self.meant).then(|| {
            let doors = t!("organiser.count_doors", n = self.opened.doors);
            t!("tonight.opens", n = self.opened.stairs, doors = doors)
        })
    }
}

/// Asks once more: what it opens, paper instead, and the button that does it all the same.
#[component]
pub fn OpensMany(
    /// What it opens.
    opens: Memo<Opens>,
    /// The button.
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <div class="banner" role="alert">
            <p>
                <strong>{move || opens.get().in_words()}</strong>
            </p>
            <p>{t!("tonight.opens_many")}</p>
            <a class="button whole" href="/organise/paper">
                {t!("paper.title")}
            </a>
            {children()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_opened_besides_is_said_and_many_stairs_are_asked_about() {
        for (stairs, doors, meant, said, many) in [
            (1, 12, 12, None, false),
            (1, 12, 2, Some("Opens all 12 doors of this stair"), false),
            (
                8,
                90,
                9,
                Some("Opens all 90 doors of these 8 stairs"),
                false,
            ),
            (9, 90, 9, Some("Opens all 90 doors of these 9 stairs"), true),
            (9, 90, 90, None, false),
        ] {
            let opened = Opened { stairs, doors };
            let opens = Opens { opened, meant };
            let words = opens.in_words();
            assert_eq!(words.as_deref(), said, "{stairs} {doors} {meant}");
            assert_eq!(opens.is_many(), many, "{stairs} {doors} {meant}");
        }
    }
}
