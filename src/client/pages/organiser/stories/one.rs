//! A story: its words, what its teller said yes to, what may tell who it is, where it was used, and using it.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{Language, Words, begins, far_words, path};
use crate::canvass::dot::Dot;
use crate::canvass::fold::State;
use crate::canvass::language::OFFERED;
use crate::canvass::story::{Proof, To};
use crate::client::clock::now;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::organiser::standing::door_words;
use crate::client::parts::language::language_name;
use crate::client::parts::when::{field_day, long_day, picked_day, short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::stories::{
    AtMost, HOLDS_FOR, NoYes, NotTakenOut, Risk, Says, Stands, Story, rewrite, risks, say_yes,
    stories, take_back, taken_out, used,
};
use crate::t;

/// A story, where it is, and what may tell who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    story: Story,
    /// The home's others.
    others: Vec<Story>,
    place: String,
    risks: Vec<Risk>,
}

fn find(state: &State, id: Dot) -> Option<Seen> {
    let (mut one, others): (Vec<Story>, Vec<Story>) =
        stories(state).into_iter().partition(|it| it.id == id);
    let story = one.pop()?;
    let others = others.into_iter();
    let risks = story.told().map_or_else(Vec::new, |(_, told)| {
        risks(state, story.home, &told.words, &told.language, |key| {
            t!(key)
        })
    });
    Some(Seen {
        place: door_words(state, story.door),
        risks,
        others: others.filter(|it| story.others.contains(&it.id)).collect(),
        story,
    })
}

/// The page.
#[component]
pub fn StoryPage(
    /// The story, where the path names one.
    id: Option<Dot>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let seen = Memo::new(move |_| phone.read(|state| find(state, id?)));
    view! {
        <OrganiserPage title=t!("stories.one") back=Back::Stories>
            {move || match seen.get() {
                Some(seen) => known(&seen).into_any(),
                None => view! { <p class="quiet">{t!("stories.gone")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

fn known(seen: &Seen) -> impl IntoView + use<> {
    let story = &seen.story;
    let words = story.versions.iter().map(|(_, told)| {
        view! {
            <blockquote dir="auto" lang=told.language.clone()>
                {told.words.clone()}
            </blockquote>
        }
    });
    let words = words.collect_view();
    let differ = story.told().is_none().then(|| {
        view! { <p class="banner" role="alert">{t!("stories.differ")}</p> }
    });
    let uses = story.uses.iter().map(|it| {
        let words = t!(
            "stories.used_at",
            place = it.place,
            day = short_day(it.day),
            to = t!(&format!("stories.to_{}", it.to.word()))
        );
        view! {
            <li>
                <bdi>{words}</bdi>
            </li>
        }
    });
    let uses = uses.collect_view();
    let never = story.uses.is_empty();
    let step = |to: To| view! { <Step seen=seen.clone() to /> };
    let steps = To::ALL.map(step);
    view! {
        <p class="quiet">
            <bdi>{seen.place.clone()}</bdi>
        </p>
        <p class="figure">{far_words(story)}</p>
        {words}
        {differ}
        {others(&seen.others)}
        <h2>{t!("stories.yeses")}</h2>
        <p class="hint">{t!("stories.yeses_what")}</p>
        <ol class="stack">{steps.into_iter().collect_view()}</ol>
        <h2>{t!("stories.uses")}</h2>
        <ul class="stack tight">{uses}</ul>
        {never.then(|| view! { <p class="quiet">{t!("stories.uses_none")}</p> })}
        <TakeBack story=story.clone() />
        <Rewrite story=story.clone() />
    }
}

/// The home's other stories: one may be the same, written down twice.
fn others(all: &[Story]) -> Option<impl IntoView + use<>> {
    let links = all.iter().map(|story| {
        view! {
            <li>
                <a class="card" href=path(story.id)>
                    <strong>
                        <bdi>{begins(story)}</bdi>
                    </strong>
                    <span>{far_words(story)}</span>
                </a>
            </li>
        }
    });
    let links: Vec<_> = links.collect();
    let n = links.len();
    (n > 0).then(|| {
        view! {
            <p class="banner">{t!("stories.others", n = n)}</p>
            <ul class="stack">{links}</ul>
        }
    })
}

fn stands_words(stands: Stands) -> String {
    match stands {
        Stands::NotAsked => t!("stories.stands_not_asked"),
        Stands::Yes(until) => {
            // It may be next year's.
            let noon = i64::from(until) * 86_400 + 43_200;
            t!("stories.stands_yes", day = long_day(noon))
        }
        Stands::AskAgain => t!("stories.stands_ask_again"),
        Stands::Over => t!("stories.stands_over"),
        Stands::TakenBack => t!("stories.stands_taken_back"),
        Stands::AskToo => t!("stories.stands_ask_too"),
    }
}

/// One thing, how it stands, asking for it, and using it.
#[component]
fn Step(seen: Seen, to: To) -> impl IntoView {
    let stands = seen.story.stands(to, tonight().today);
    let asked = !matches!(stands, Stands::Yes(_));
    let reaches = seen.story.may(tonight().today).is_some_and(|far| far >= to);
    let usable = to > To::Words && reaches && !asked;
    let name = t!(&format!("stories.to_{}", to.word()));
    let story = seen.story.clone();
    let languages = story.asked_in(to, tonight().today).into_iter();
    let languages: Vec<String> = languages.map(language_name).collect();
    let asked_in = (!languages.is_empty()).then(|| {
        let words = t!("stories.asked_in", languages = languages.join(", "));
        view! { <p class="quiet"><bdi>{words}</bdi></p> }
    });
    view! {
        <li class="card">
            <strong>{name}</strong>
            <p>{stands_words(stands)}</p>
            {asked_in}
            {asked.then(|| view! { <Ask seen=seen.clone() to /> })}
            {usable.then(|| view! { <UseIt story to /> })}
        </li>
    }
}

/// The language it was written down in, which its teller is likely asked in.
fn first_language(story: &Story) -> String {
    let told = story.versions.first();
    told.map_or_else(|| OFFERED[0].to_string(), |(_, told)| told.language.clone())
}

#[component]
fn Ask(seen: Seen, to: To) -> impl IntoView {
    let saving = Saving::new();
    let word = to.word();
    let witness = RwSignal::new(String::new());
    let signature = RwSignal::new(String::new());
    let today = tonight().today;
    let until = RwSignal::new(Some(today + HOLDS_FOR));
    let language = RwSignal::new(first_language(&seen.story));
    let risks_seen = RwSignal::new(false);
    let warns = to == To::Anonymous && !seen.risks.is_empty();
    let warnings = seen.risks.iter().map(|risk| {
        let words = t!(&format!("stories.risk_{}", risk.word()));
        view! { <li>{words}</li> }
    });
    let warnings = warnings.collect_view();
    let story = seen.story;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let signed = signature.get_untracked();
        let proof = match signed.trim().is_empty() {
            true => Proof::Witness(witness.get_untracked().trim().to_string()),
            false => Proof::Signature(signed.trim().to_string()),
        };
        let says = Says {
            to,
            proof,
            language: language.get_untracked(),
            until: AtMost(until.get_untracked()),
            risks_seen: risks_seen.get_untracked(),
        };
        let (drafts, missing) = match say_yes(&story, &says, warns, tonight().today) {
            Ok(draft) => (vec![draft], String::new()),
            Err(why) => (Vec::new(), why_not(why)),
        };
        saving.save(drafts, missing, |_| ());
    };
    let field = |name: &str| format!("{name}-{word}");
    view! {
        <details class="more">
            <summary>{t!(&format!("stories.ask_{word}"))}</summary>
            <form class="stack" on:submit=submit novalidate>
                {warns
                    .then(|| {
                        view! {
                            <div class="banner">
                                <p>{t!("stories.risks")}</p>
                                <ul>{warnings}</ul>
                                <label class="choice">
                                    <input
                                        type="checkbox"
                                        on:change=move |event| {
                                            risks_seen.set(event_target_checked(&event));
                                        }
                                    />
                                    {t!("stories.risks_seen")}
                                </label>
                            </div>
                        }
                    })}
                <Text id=field("witness") label=t!("stories.witness") value=witness />
                <Text id=field("signature") label=t!("stories.signature") value=signature />
                <Language id=field("language") language />
                <div class="field">
                    <label for=field("until")>{t!("stories.until")}</label>
                    <input
                        id=field("until")
                        type="date"
                        prop:value=move || until.get().map(field_day).unwrap_or_default()
                        on:change=move |event| until.set(picked_day(&event_target_value(&event)))
                    />
                </div>
                <Wrong saving />
                <button type="submit" class="button" disabled=saving.busy>
                    {t!("stories.yes_keep")}
                </button>
            </form>
        </details>
    }
}

fn why_not(why: NoYes) -> String {
    match why {
        NoYes::NoFinalWords => t!("stories.differ"),
        NoYes::NoProof => t!("stories.no_proof"),
        NoYes::Until => t!("stories.no_until"),
        NoYes::Risks => t!("stories.no_risks"),
    }
}

#[component]
fn Text(id: String, label: String, value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input id=id type="text" dir="auto" autocomplete="off" maxlength="100" bind:value=value />
        </div>
    }
}

/// It is taken out, once it is written down where it goes.
#[component]
fn UseIt(story: Story, to: To) -> impl IntoView {
    let saving = Saving::new();
    let place = RwSignal::new(String::new());
    let taken = RwSignal::new(None::<String>);
    let home = story.home;
    let id = story.id;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let phone = saving.phone;
        let (today, heard) = (tonight().today, phone.last_heard());
        let quotes = phone.read_untracked(|state| taken_out(state, to, today, heard, now()));
        let quotes = match quotes {
            Ok(quotes) => quotes,
            Err(NotTakenOut::NotSynced) => {
                return saving.wrong.set(Some(t!("stories.not_synced")));
            }
        };
        let Some(quote) = quotes.into_iter().find(|quote| quote.id == id) else {
            return saving.wrong.set(Some(t!("stories.not_usable")));
        };
        let draft = used(home, &quote, &place.get_untracked(), today);
        let missing = t!("stories.no_place");
        saving.save(draft.into_iter().collect(), missing, move |_| {
            let _ = taken.try_set(Some(quote.words));
        });
    };
    view! {
        <details class="more">
            <summary>{t!("stories.use")}</summary>
            <form class="stack" on:submit=submit novalidate>
                <p class="hint">{t!("stories.use_what")}</p>
                <Text
                    id=format!("place-{}", to.word())
                    label=t!("stories.place")
                    value=place
                />
                <Wrong saving />
                <button type="submit" class="button" disabled=saving.busy>
                    {t!("stories.use_keep")}
                </button>
            </form>
            <p role="status" dir="auto">
                {move || taken.get()}
            </p>
        </details>
    }
}

/// A yes is taken back.
#[component]
fn TakeBack(story: Story) -> impl IntoView {
    let saving = Saving::new();
    let to = RwSignal::new(None::<To>);
    let changed = move |event| {
        let value = event_target_value(&event);
        to.set(To::ALL.into_iter().find(|it| it.word() == value));
    };
    let some = To::ALL.into_iter().filter(|to| *to > To::Words);
    let options = some.map(|to| {
        view! { <option value=to.word()>{t!(&format!("stories.to_{}", to.word()))}</option> }
    });
    let options = options.collect_view();
    let others = (!story.others.is_empty())
        .then(|| view! { <p class="banner">{t!("stories.take_back_others")}</p> });
    let keep = move |_| {
        let draft = take_back(&story, to.get_untracked(), tonight().today);
        saving.save(vec![draft], String::new(), |_| ());
    };
    view! {
        <details class="more">
            <summary>{t!("stories.take_back")}</summary>
            <p class="hint">{t!("stories.take_back_what")}</p>
            {others}
            <div class="field">
                <label for="back">{t!("stories.back_what")}</label>
                <select id="back" on:change=changed>
                    <option value="">{t!("stories.back_all")}</option>
                    {options}
                </select>
            </div>
            <Wrong saving />
            <button type="button" class="button" disabled=saving.busy on:click=keep>
                {t!("stories.back_keep")}
            </button>
        </details>
    }
}

/// Other words, to which nobody has said yes yet.
#[component]
fn Rewrite(story: Story) -> impl IntoView {
    let saving = Saving::new();
    let first = story.versions.first().map(|(_, told)| told.words.clone());
    let words = RwSignal::new(first.unwrap_or_default());
    let language = RwSignal::new(first_language(&story));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (words, language) = (words.get_untracked(), language.get_untracked());
        let draft = rewrite(&story, &words, &language, tonight().today);
        let missing = t!("stories.no_words");
        saving.save(draft.into_iter().collect(), missing, |_| ());
    };
    view! {
        <details class="more">
            <summary>{t!("stories.rewrite")}</summary>
            <form class="stack" on:submit=submit novalidate>
                <p class="hint">{t!("stories.rewrite_what")}</p>
                <Words words />
                <Language id="rewrite-language".to_string() language />
                <Wrong saving />
                <button type="submit" class="button" disabled=saving.busy>
                    {t!("stories.rewrite_keep")}
                </button>
            </form>
        </details>
    }
}
