//! What somebody needs of their neighbours or offers them: one tap, sealed for organisers at once. While this
//! page is open it can be taken back; then no phone shows it again.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::At;
use crate::canvass::aid::{Help, Taken, Way, take_back, tapped};
use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft};
use crate::canvass::readback::one_more_sealed;
use crate::canvass::switched::{Switch, is_on};
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::t;

/// What was recorded here since the page was opened: what, and the events, the sealed one first.
type Kept = Vec<((Way, Help), Vec<Dot>)>;

/// What is recorded at a door while its page is open. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Helping {
    phone: Phone,
    evening: Evening,
    at: StoredValue<At>,
    kept: RwSignal<Kept>,
    /// They said that they need and offer nothing any more.
    nothing: RwSignal<bool>,
}

fn help_words(help: Help) -> String {
    t!(&format!("neighbours.help_{}", help.word()))
}

fn words((way, help): (Way, Help)) -> String {
    let what = help_words(help);
    t!(&format!("neighbours.what_{}", way.word()), what = what)
}

impl Helping {
    /// Nothing is recorded yet.
    pub fn new(at: &At) -> Helping {
        Helping {
            phone: expect_context(),
            evening: expect_context(),
            at: StoredValue::new(at.clone()),
            kept: RwSignal::default(),
            nothing: RwSignal::new(false),
        }
    }

    /// Nothing was recorded since the page was opened.
    pub fn is_empty(self) -> bool {
        self.kept.with(Vec::is_empty)
    }

    /// What was, each with the way to take it back: lines of a list.
    pub fn lines(self) -> impl IntoView {
        let kept = self.kept.get().into_iter();
        let lines = kept.map(|(what, dots)| {
            let words = words(what);
            let label = t!("acts.wrong_what", what = words);
            let back = move |_| self.was_wrong(dots.clone());
            view! {
                <li class="said">
                    <span class="quiet small">{t!("neighbours.title")}</span>
                    <span class="words">{words}</span>
                    <button type="button" class="button" aria-label=label on:click=back>
                        {t!("acts.wrong")}
                    </button>
                </li>
            }
        });
        lines.collect_view()
    }

    fn is_kept(self, what: (Way, Help)) -> bool {
        self.kept
            .with(|kept| kept.iter().any(|(known, _)| *known == what))
    }

    fn tap(self, what: (Way, Help)) {
        let at = self.at.get_value();
        let described = t!("acts.described", label = at.label, act = words(what));
        let sealed = tapped(at.household, what.0, what.1, tonight().today);
        let drafts = vec![sealed, one_more_sealed(at.stream(), at.household)];
        spawn_local(async move {
            let saved = self.evening.record_beside(self.phone, described, drafts);
            // A failure stands in the banner, and the phone holds what it could not save.
            if let Ok(dots) = saved.await {
                self.nothing.try_set(false);
                self.kept.try_update(|kept| kept.push((what, dots)));
            }
        });
    }

    /// Takes back what was recorded here. Nothing is struck in inner, so another entry says so.
    fn was_wrong(self, dots: Vec<Dot>) {
        let at = self.at.get_value();
        let Some((sealed, beside)) = dots.split_first() else {
            return;
        };
        let mut drafts = vec![take_back(
            at.household,
            Taken::Entry(*sealed),
            tonight().today,
        )];
        drafts.extend(
            self.phone
                .read_untracked(|state| draft::undo(state, at.stream(), beside)),
        );
        self.record_back(drafts, move |kept| kept.retain(|(_, known)| *known != dots));
    }

    /// They need and offer nothing any more, whatever anybody wrote down before.
    fn no_more(self) {
        let home = self.at.with_value(|at| at.household);
        let drafts = vec![take_back(home, Taken::Everything, tonight().today)];
        self.record_back(drafts, move |kept| {
            kept.clear();
            self.nothing.set(true);
        });
    }

    fn record_back(self, drafts: Vec<Draft>, then: impl FnOnce(&mut Kept) + 'static) {
        let label = self.at.with_value(|at| at.label.clone());
        let what = t!("neighbours.taken_back", label = label);
        spawn_local(async move {
            let saved = self.evening.record_beside(self.phone, what, drafts);
            if saved.await.is_ok() {
                self.kept.try_update(then);
            }
        });
    }
}

/// Folded away; nothing at all where organisers have not switched it on.
#[component]
pub fn HelpHere(
    /// What is recorded here.
    helping: Helping,
    /// It is not read back anywhere else on the page.
    #[prop(default = false)]
    read_back: bool,
) -> impl IntoView {
    let phone = helping.phone;
    let on = Memo::new(move |_| phone.read(|state| is_on(state, Switch::Help)));
    let groups = move || Way::ALL.map(|way| group(helping, way)).into_iter();
    move || {
        on.get().then(|| {
            view! {
                <Folded id="help" summary=|| t!("neighbours.title")>
                    <div class="stack">
                        <p>{t!("neighbours.agreed")}</p>
                        <p class="hint">{t!("acts.sealed")}</p>
                        {groups().collect_view()}
                        <button
                            type="button"
                            class="button"
                            aria-pressed=move || helping.nothing.get().to_string()
                            on:click=move |_| helping.no_more()
                        >
                            {t!("neighbours.no_more")}
                        </button>
                        {read_back.then(|| view! { <ul>{move || helping.lines()}</ul> })}
                    </div>
                </Folded>
            }
        })
    }
}

fn group(helping: Helping, way: Way) -> impl IntoView {
    let taps = Help::ALL.map(|help| {
        let what = (way, help);
        let tap = move |click: MouseEvent| {
            if !helping.evening.taps.tremble(&click) && !helping.is_kept(what) {
                helping.tap(what);
            }
        };
        view! {
            <button
                type="button"
                class="answer"
                aria-label=words(what)
                aria-pressed=move || helping.is_kept(what).to_string()
                on:click=tap
            >
                {help_words(help)}
            </button>
        }
    });
    view! {
        <fieldset class="stack tight">
            <legend>
                <strong>{t!(&format!("neighbours.title_{}", way.word()))}</strong>
            </legend>
            {taps.into_iter().collect_view()}
        </fieldset>
    }
}
