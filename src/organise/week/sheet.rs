//! The week on paper, to hang up or hand round: no figure of fewer than five homes stands on it, nor one of
//! all but fewer, nor one that such a figure could be worked out from: what homes are of is told once, and what lies
//! between two such numbers is as many homes again.

use super::{Rate, StairWeek, Week};
use crate::canvass::id::StairId;
use crate::organise::evidence::sheet::{figure, tenure_words};
use crate::organise::evidence::{Figure, Part, Share, depth, parts};
use crate::organise::paper::{Face, Font, NotPrintable};
use crate::organise::sheets::{BODY, HEAD, Sheets, TITLE};

/// Fills a catalogue's sentence.
pub type Text<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

const SMALL: Font = (Face::Plain, 9.0);

struct Written<'a> {
    text: Text<'a>,
    on: Sheets,
}

impl Written<'_> {
    /// What a figure counts, over its lines.
    fn head(&mut self, rate: &Rate) -> Result<(), NotPrintable> {
        self.on.y += 8.0;
        let name = (self.text)(&format!("week.{}", rate.measure.word()), &[]);
        self.on.put(HEAD, &name)?;
        let what = (self.text)(&format!("week.{}_what", rate.measure.word()), &[]);
        self.on.put(SMALL, &what)
    }

    fn share(&self, share: Share) -> String {
        let values = [
            ("n", figure(self.text, share.n)),
            ("all", figure(self.text, share.of)),
        ];
        (self.text)("week.on_paper", &values)
    }

    fn alone(&mut self, rate: &Rate, share: Share) -> Result<(), NotPrintable> {
        self.head(rate)?;
        let words = self.share(share);
        self.on.put(BODY, &words)
    }

    /// Parts of a whole that stands above them, each with its name and of how many homes it is; `of` are the homes it is
    /// among.
    fn each(&mut self, rows: &[(String, Rate)], of: &[usize]) -> Result<(), NotPrintable> {
        let homes = rows.iter().zip(of);
        let homes: Vec<Part> = homes
            .map(|((_, rate), of)| Part {
                n: rate.n,
                of: Some(*of),
            })
            .collect();
        for ((name, rate), n) in rows.iter().zip(parts(&homes)) {
            let of = Figure::of(rate.of);
            let words = self.share(Share { n, of });
            self.on.put(BODY, &format!("{name}: {words}"))?;
        }
        Ok(())
    }
}

/// What homes the week's figures are of, as far as it may be told. Each of them is among those before it.
struct Wholes {
    /// All homes.
    all: Figure,
    /// Homes ever tried.
    tried: Figure,
    /// Of these, homes where somebody was reached.
    reached: Figure,
    /// Of these, homes ever spoken to.
    spoken: Figure,
    /// Homes tried this week.
    tried_now: Figure,
    /// Homes spoken to this week.
    spoken_now: Figure,
    /// Of these, homes that were asked.
    asked: Figure,
}

impl Wholes {
    fn of(week: &Week) -> Wholes {
        let (never, many_spoken) = (week.never_tried(), week.to_settle.of);
        let many_tried = never.of - never.n;
        let all = Figure::of(never.of);
        let tried = Figure::within(many_tried, &[all]);
        let reached = Figure::within(week.reached().n, &[all, tried]);
        let spoken = Figure::within(many_spoken, &[all, tried, reached]);
        // That all who were ever tried, or spoken to, were so this week says only that nobody was before.
        let before = (many_tried, tried);
        let tried_now = Figure::within_or_all(week.complaints.of, before, &[all]);
        let many_now = week.asks.map_or(0, |rate| rate.of);
        let before = (many_spoken, spoken);
        let spoken_now = match Figure::within(many_now, &[tried_now]) {
            Figure::Exactly(_) => Figure::within_or_all(many_now, before, &[all, tried, reached]),
            Figure::LeftOut => Figure::LeftOut,
        };
        let asked = week.asks.map_or(0, |rate| rate.n);
        let asked = Figure::within(asked, &[all, tried, reached, spoken, tried_now, spoken_now]);
        Wholes {
            all,
            tried,
            reached,
            spoken,
            tried_now,
            spoken_now,
            asked,
        }
    }

    /// Homes with no language in common are among those reached, beside those spoken to.
    fn unmet(&self, rate: &Rate) -> Share {
        let beside = match (self.reached, self.spoken) {
            (Figure::Exactly(reached), Figure::Exactly(spoken)) => {
                Figure::Exactly(reached.saturating_sub(spoken))
            }
            _ => Figure::LeftOut,
        };
        among(rate, self.tried, &[Figure::Exactly(rate.of), beside])
    }
}

/// So many of homes that are told so; `wholes` are those that they are among.
fn among(rate: &Rate, of: Figure, wholes: &[Figure]) -> Share {
    Share {
        n: Figure::within(rate.n, wholes),
        of,
    }
}

/// What homes of a tenure raise, and of these those that would act: lines of words.
fn raised(
    on: &mut Written<'_>,
    raised: &super::Raised,
    spoken: Figure,
) -> Result<(), NotPrintable> {
    on.on.y += 8.0;
    on.on.put(HEAD, &raised.name)?;
    let rates = || raised.tenures.iter().map(|(_, raise, _)| raise);
    let raise = rates().map(|rate| Part {
        n: rate.n,
        of: Some(rate.of),
    });
    let of = rates().map(|rate| Part {
        n: rate.of,
        of: None,
    });
    // The parts of those spoken to are all there are: together they are told only where these are.
    let of = parts(&of.collect::<Vec<_>>()).into_iter();
    let of = of.map(|of| match spoken {
        Figure::Exactly(_) => of,
        Figure::LeftOut => Figure::LeftOut,
    });
    let told = parts(&raise.collect::<Vec<_>>()).into_iter().zip(of);
    for ((tenure, raise, deep), (n, of)) in raised.tenures.iter().zip(told) {
        let name = tenure_words(on.text, tenure.as_deref());
        let act = depth((raise.n, n), (deep.n, deep.of));
        let values = [
            ("tenure", name),
            ("raise", on.share(Share { n, of })),
            ("act", on.share(act)),
        ];
        let words = (on.text)("week.raised_on_paper", &values);
        on.on.put(BODY, &words)?;
    }
    Ok(())
}

/// Homes never tried and homes reached, stair by stair.
fn homes(
    on: &mut Written<'_>,
    week: &Week,
    wholes: &Wholes,
    place: &dyn Fn(StairId) -> String,
) -> Result<(), NotPrintable> {
    let rows = |of: fn(&StairWeek) -> Rate| -> Vec<(String, Rate)> {
        let stairs = week.stairs.iter();
        stairs.map(|it| (place(it.stair), of(it))).collect()
    };
    let stairs = || week.stairs.iter().map(|it| it.never_tried);
    let never = week.never_tried();
    on.alone(&never, among(&never, wholes.all, &[wholes.all]))?;
    let homes: Vec<usize> = stairs().map(|it| it.of).collect();
    on.each(&rows(|it| it.never_tried), &homes)?;
    let share = Share {
        n: wholes.reached,
        of: wholes.all,
    };
    on.alone(&week.reached(), share)?;
    // Of those tried: that somebody tried a few in vain stands nowhere either.
    let tried: Vec<usize> = stairs().map(|it| it.of - it.n).collect();
    on.each(&rows(|it| it.reached), &tried)
}

/// Homes that were asked, that did something, that came.
fn came_of_it(on: &mut Written<'_>, week: &Week, wholes: &Wholes) -> Result<(), NotPrintable> {
    if let Some(asks) = &week.asks {
        let share = Share {
            n: wholes.asked,
            of: wholes.spoken_now,
        };
        on.alone(asks, share)?;
    }
    if let Some(acts) = &week.acts {
        let whole = [Figure::Exactly(acts.of), wholes.spoken_now];
        on.alone(acts, among(acts, wholes.asked, &whole))?;
    }
    if let Some(shows) = &week.shows {
        let of = Figure::within(shows.of, &[wholes.all]);
        on.alone(shows, among(shows, of, &[Figure::Exactly(shows.of)]))?;
    }
    Ok(())
}

/// The week as a PDF file; `place` names a stair, `days` says from when to when.
///
/// # Errors
/// [`NotPrintable`] where something has a letter that the file's fonts do not have, with or without its
/// marks.
pub fn week_sheets(
    week: &Week,
    days: &str,
    place: &dyn Fn(StairId) -> String,
    text: Text<'_>,
) -> Result<Vec<u8>, NotPrintable> {
    let title = text("week.title", &[]);
    let mut sheets = Written {
        text,
        on: Sheets::new(),
    };
    sheets.on.put(TITLE, &title)?;
    sheets.on.put(BODY, days)?;
    sheets.on.put(BODY, &text("week.left_out", &[]))?;
    let wholes = Wholes::of(week);
    homes(&mut sheets, week, &wholes, place)?;
    came_of_it(&mut sheets, week, &wholes)?;
    for it in week.raised.iter().filter(|it| it.may_stand) {
        raised(&mut sheets, it, wholes.spoken)?;
    }
    let overdue = Share::new(week.overdue.n, week.overdue.of);
    sheets.alone(&week.overdue, overdue)?;
    for (rate, of) in [
        (week.no_knock, wholes.all),
        (week.complaints, wholes.tried_now),
    ] {
        sheets.alone(&rate, among(&rate, of, &[Figure::Exactly(rate.of)]))?;
    }
    sheets.alone(&week.unmet, wholes.unmet(&week.unmet))?;
    let settle = &week.to_settle;
    let on = [Figure::Exactly(settle.of)];
    sheets.alone(settle, among(settle, wholes.spoken, &on))?;
    Ok(sheets.on.pdf(&title))
}
