//! Several tabs are one device: one of them sends and fetches, the others are told. Numbering
//! does not depend on any of this; it is settled in the journal's transactions.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// What one tab tells the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// Something was recorded.
    Recorded,
    /// Something came, was acknowledged, or the device itself has changed.
    Changed,
    /// Whoever sends and fetches is to do so now.
    SyncPlease,
}

const WORDS: [(News, &str); 3] = [
    (News::Recorded, "recorded"),
    (News::Changed, "changed"),
    (News::SyncPlease, "sync"),
];

/// This tab among the others.
#[derive(Debug)]
pub(super) struct Tabs {
    name: String,
    channel: Option<BroadcastChannel>,
    leads: Rc<Cell<bool>>,
}

impl Tabs {
    /// Joins the tabs of this name.
    pub fn open(name: &str) -> Tabs {
        Tabs {
            name: name.to_string(),
            channel: BroadcastChannel::new(name).ok(),
            leads: Rc::default(),
        }
    }

    /// Whether this tab sends and fetches.
    pub fn leads(&self) -> bool {
        self.leads.get()
    }

    /// Leads without asking: there are no other tabs.
    pub fn lead_at_once(&self) {
        self.leads.set(true);
    }

    /// Tells the other tabs.
    pub fn tell(&self, news: News) {
        let word = WORDS.iter().find(|(known, _)| *known == news);
        if let (Some(channel), Some((_, word))) = (&self.channel, word) {
            // A closed channel is a tab on its way out.
            let _ = channel.post_message(&JsValue::from_str(word));
        }
    }

    /// Calls `told` with what other tabs tell.
    pub fn listen(&self, mut told: impl FnMut(News) + 'static) {
        let Some(channel) = &self.channel else { return };
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let word = message.data().as_string().unwrap_or_default();
            if let Some((news, _)) = WORDS.iter().find(|(_, known)| *known == word) {
                told(*news);
            }
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        // It listens as long as the tab lives.
        hear.forget();
    }

    /// Waits for its turn to lead, for as long as the tab lives, and calls `begin` when it has
    /// come: at once in a browser without locks.
    pub fn lead(&self, begin: impl FnOnce() + 'static) {
        let leads = self.leads.clone();
        let mut begin = Some(begin);
        let mut take_over = move || {
            leads.set(true);
            if let Some(begin) = begin.take() {
                begin();
            }
        };
        let Some((locks, request)) = locks() else {
            return take_over();
        };
        let held = Closure::<dyn FnMut() -> Promise>::new(move || {
            take_over();
            // Never resolved: the lock is held until the tab ends.
            Promise::new(&mut |_, _| {})
        });
        let name = JsValue::from_str(&self.name);
        let asked = request.call2(&locks, &name, held.as_ref().unchecked_ref());
        // It is called when the tab's turn comes, which may be hours from now.
        held.forget();
        drop(asked);
    }
}

fn locks() -> Option<(JsValue, Function)> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into())
        .ok()?
        .dyn_into()
        .ok()?;
    Some((locks, request))
}
