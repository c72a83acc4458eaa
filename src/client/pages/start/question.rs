//! One question on a page of its own, as GOV.UK's pattern has it: the question is the heading,
//! a mistake is said above it and at the field, and going back keeps what was answered.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, SubmitEvent};

use crate::t;

/// The id of the heading; fields say it is their label.
pub const HEADING: &str = "question";
/// The id of the field an error is about, where there is one field.
pub const FIELD: &str = "answer";
/// The ids of what describes the field.
pub const DESCRIPTION: &str = "hint mistake";

/// A page with one question. `error` is what is wrong with the answer, if anything.
#[component]
pub fn QuestionPage(
    /// The question: the page's heading and the document's title.
    title: String,
    /// What helps to answer it.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with the answer.
    error: RwSignal<Option<String>>,
    /// The button's words.
    button: String,
    /// What happens when it is answered.
    on_answer: Callback<()>,
    /// Where "back" leads; without it there is no way back.
    #[prop(optional_no_strip)]
    back: Option<Callback<()>>,
    /// Still busy with the last answer.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let summary = NodeRef::<html::Div>::new();
    let name = title.clone();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // Where it cannot have the focus, nothing is lost.
            let _ = heading.focus();
        }
    });
    Effect::new(move |_| {
        let title = match error.get() {
            Some(_) => t!("start.error_title", title = name),
            None => name.clone(),
        };
        document().set_title(&title);
        if let (Some(_), Some(summary)) = (error.get(), summary.get()) {
            let _ = summary.focus();
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            on_answer.run(());
        }
    };
    view! {
        <div class="page">
          <main>
            {back
                .map(|back| {
                    view! {
                        <button type="button" class="back button plain" on:click=move |_| back.run(())>
                            {t!("start.back")}
                        </button>
                    }
                })}
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <div class="banner stop" role="alert" tabindex="-1" node_ref=summary>
                                <h2>{t!("start.error_heading")}</h2>
                                <p>
                                    <a href="#answer" on:click=focus_field>
                                        {error}
                                    </a>
                                </p>
                            </div>
                        }
                    })
            }} <form class="stack" on:submit=submit novalidate>
                <h1 id=HEADING tabindex="-1" node_ref=heading>
                    {title}
                </h1>
                {(!hint.is_empty())
                    .then(|| {
                        view! {
                            <p id="hint" class="hint">
                                {hint}
                            </p>
                        }
                    })}
                {move || {
                    error
                        .get()
                        .map(|error| {
                            view! {
                                <p id="mistake" class="error">
                                    {error}
                                </p>
                            }
                        })
                }} {children()} <button type="submit" class="button primary whole" disabled=busy>
                    {button}
                </button>
            </form>
          </main>
        </div>
    }
}

/// A line of text as the answer.
#[component]
pub fn TextField(
    /// What is typed.
    value: RwSignal<String>,
    /// What is wrong with it.
    error: RwSignal<Option<String>>,
    /// What the browser may offer to fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The kind of field: `text`, `date`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The most characters it takes.
    #[prop(default = 200)]
    most: u16,
) -> impl IntoView {
    view! {
        <input
            id=FIELD
            type=kind
            autocomplete=autocomplete
            autocapitalize="off"
            maxlength=most.to_string()
            aria-labelledby=HEADING
            aria-describedby=DESCRIPTION
            aria-invalid=move || error.get().is_some().then_some("true")
            bind:value=value
        />
    }
}

/// A link inside the page would be a route to the router, so the field is focused by hand.
fn focus_field(event: web_sys::MouseEvent) {
    event.prevent_default();
    let field = document()
        .get_element_by_id(FIELD)
        .and_then(|field| field.dyn_into::<HtmlElement>().ok());
    if let Some(field) = field {
        let _ = field.focus();
    }
}
