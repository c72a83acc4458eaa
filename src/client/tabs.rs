//! Several tabs are one device: one of them sends and fetches, the others are told. Numbering
//! does not depend on any of this; it is settled in the journal's transactions.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, BroadcastChannel, MessageEvent};

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
    /// come: at once in a browser without locks. `back` is called where the tab comes back from
    /// the back/forward cache, in which it led nobody.
    pub fn lead(&self, begin: impl Fn() + 'static, back: impl Fn() + 'static) {
        let Some((locks, request)) = locks() else {
            self.leads.set(true);
            return begin();
        };
        let turn = Rc::new(Turn {
            leads: self.leads.clone(),
            give_up: RefCell::new(None),
            let_go: RefCell::new(None),
        });
        let come = turn.clone();
        let held = Closure::<dyn FnMut() -> Promise>::new(move || {
            come.leads.set(true);
            begin();
            // Resolved when the tab is left: the lock is held until then.
            Promise::new(&mut |resolve, _| {
                come.let_go.replace(Some(resolve));
            })
        })
        // It is called when the tab's turn comes, which may be hours from now.
        .into_js_value();
        let name = JsValue::from_str(&self.name);
        let asking = turn.clone();
        let ask = move || asking.ask(&locks, &request, &name, &held);
        ask();
        on_page("pagehide", move |_| turn.leave());
        on_page("pageshow", move |event| {
            let cached = Reflect::get(event, &"persisted".into());
            if cached.is_ok_and(|cached| cached.is_truthy()) {
                ask();
                back();
            }
        });
    }
}

/// A tab's turn to lead. A page that waits in the back/forward cache keeps its locks (seen in
/// Chromium 156: nobody led while it lay there), so they are given up when it is left.
struct Turn {
    leads: Rc<Cell<bool>>,
    /// Calls off what was asked for.
    give_up: RefCell<Option<AbortController>>,
    /// Lets go of what is held.
    let_go: RefCell<Option<Function>>,
}

impl Turn {
    fn ask(&self, locks: &JsValue, request: &Function, name: &JsValue, held: &JsValue) {
        let options = Object::new();
        if let Ok(controller) = AbortController::new() {
            // Setting a property of a new plain object does not fail.
            let _ = Reflect::set(&options, &"signal".into(), &controller.signal());
            self.give_up.replace(Some(controller));
        }
        if let Ok(asked) = request.call3(locks, name, &options, held) {
            spawn_local(async move {
                // It ends when the tab is left, let go of or called off.
                let _ = JsFuture::from(Promise::from(asked)).await;
            });
        }
    }

    fn leave(&self) {
        self.leads.set(false);
        if let Some(let_go) = self.let_go.take() {
            // A resolving function does not throw.
            let _ = let_go.call0(&JsValue::UNDEFINED);
        }
        if let Some(give_up) = self.give_up.take() {
            give_up.abort();
        }
    }
}

/// Calls `happened` at each such event of the page, for as long as it lives.
fn on_page(event: &str, happened: impl Fn(&JsValue) + 'static) {
    let happened =
        Closure::<dyn FnMut(JsValue)>::new(move |event| happened(&event)).into_js_value();
    if let Some(window) = web_sys::window() {
        // It fails for no event there is.
        let _ = window.add_event_listener_with_callback(event, happened.unchecked_ref());
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
