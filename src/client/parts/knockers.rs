//! One phone for two who knock: who of them it is now. What they record carries the second one's
//! name, until the shift ends.

use leptos::prelude::*;

use super::when::tonight;
use crate::canvass::author::CertificateId;
use crate::canvass::draft::Visit;
use crate::canvass::knocker::{self, Second};
use crate::client::phone::Phone;

/// A handle, copied freely; from the evening.
#[derive(Clone, Copy, Debug)]
pub struct Knockers {
    second: RwSignal<Option<Second>>,
    /// The device it was looked up for: who joins anew begins alone.
    looked: StoredValue<Option<CertificateId>>,
}

impl Knockers {
    /// The owner knocks alone, as far as is known.
    pub fn new() -> Knockers {
        Knockers {
            second: RwSignal::new(None),
            looked: StoredValue::new(None),
        }
    }

    /// Looks once who knocked last on this shift: the app may have been closed in the middle of it.
    pub fn look(self, phone: Phone) {
        let Some(own) = phone.membership().get_untracked() else {
            return;
        };
        if self.looked.get_value() == Some(own.device) {
            return;
        }
        self.looked.set_value(Some(own.device));
        let ended = phone.shift_ended_at().map_or(i64::MIN, |at| at + 1);
        let since = tonight().since.max(ended);
        let logs = phone.own_logs();
        let second = phone.read_untracked(|state| knocker::second(state, &logs, since));
        self.second.set(second);
    }

    /// The second one, if there is one.
    pub fn second(self) -> Signal<Option<Second>> {
        self.second.into()
    }

    /// Somebody else knocks with this phone, from now on.
    pub fn begin(self, name: &str) {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.is_empty() {
            self.second.set(Some(Second { name, knocks: true }));
        }
    }

    /// It is the second one who knocks now, or the owner again.
    pub fn turn(self, to_second: bool) {
        self.second.update(|second| {
            if let Some(second) = second {
                second.knocks = to_second;
            }
        });
    }

    /// The phone was given back or wiped: nobody knocks with it.
    pub fn forget(self) {
        self.looked.set_value(None);
        self.second.set(None);
    }

    /// The shift has ended, and with it who knocked besides the owner.
    pub fn end(self, phone: Phone) {
        phone.note_shift_end();
        self.second.set(None);
    }

    /// Whose knock the next one is.
    pub fn visit(self) -> Visit {
        let second = self.second.get_untracked().filter(|second| second.knocks);
        Visit {
            by: second.map(|second| second.name),
            when: None,
        }
    }
}

impl Default for Knockers {
    fn default() -> Knockers {
        Knockers::new()
    }
}
