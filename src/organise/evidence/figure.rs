//! Figures that may stand on paper: of few homes none does, since whoever knows the stair would know
//! whose they are. Of all but few it is the same: that everybody on a stair signed says of each of them
//! that they did, and who is left out is as easily told.

pub use crate::canvass::neighbours::FEWEST;

/// A number of homes, on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// So many.
    Exactly(usize),
    /// Few, or all but few, or left out so that such a number cannot be worked out from it.
    LeftOut,
}

impl Figure {
    /// A number that stands for itself.
    pub fn of(homes: usize) -> Figure {
        match homes < FEWEST {
            true => Figure::LeftOut,
            false => Figure::Exactly(homes),
        }
    }

    /// A number of homes that are all among these wholes: left out too where what is left of a whole that is told would
    /// be few.
    pub fn within(homes: usize, wholes: &[Figure]) -> Figure {
        let few = wholes.iter().any(|whole| match whole {
            Figure::Exactly(of) => of.saturating_sub(homes) < FEWEST,
            Figure::LeftOut => false,
        });
        match few {
            true => Figure::LeftOut,
            false => Figure::of(homes),
        }
    }

    /// The same of a whole, where that all of them are among it tells of no home: that whoever was there was asked, or
    /// that nobody was there before.
    pub fn within_or_all(homes: usize, (all, whole): (usize, Figure), wholes: &[Figure]) -> Figure {
        match homes == all {
            true => whole,
            false => Figure::within(homes, &[&[whole], wholes].concat()),
        }
    }

    /// The same beside other figures of the same homes: left out too where it and one of these differ by few.
    pub fn beside(self, others: &[Figure]) -> Figure {
        let differs_by_few = |other: &Figure| match (self, *other) {
            (Figure::Exactly(homes), Figure::Exactly(other)) => {
                (1..FEWEST).contains(&homes.abs_diff(other))
            }
            _ => false,
        };
        match others.iter().any(differs_by_few) {
            true => Figure::LeftOut,
            false => self,
        }
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// So many.
    pub n: Figure,
    /// Of so many.
    pub of: Figure,
}

impl Share {
    /// n of N.
    pub fn new(n: usize, of: usize) -> Share {
        let part = Part { n, of: Some(of) };
        Share {
            n: part.figure(),
            of: Figure::of(of),
        }
    }
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// So many of its homes.
    pub n: usize,
    /// Of so many homes in it; `None` where the part is no more than these.
    pub of: Option<usize>,
}

impl Part {
    /// Whether it says of few homes that they are, or are not.
    fn is_few(self) -> bool {
        let others = self.of.map_or(FEWEST, |of| of.saturating_sub(self.n));
        self.n < FEWEST || others < FEWEST
    }

    fn figure(self) -> Figure {
        match self.is_few() {
            true => Figure::LeftOut,
            false => Figure::Exactly(self.n),
        }
    }

    /// What two parts come to together.
    fn with(self, other: Part) -> Part {
        Part {
            n: self.n + other.n,
            of: self.of.zip(other.of).map(|(of, more)| of + more),
        }
    }
}

/// The parts of a whole that is told beside them. What is left out is what is missing from the whole, so
/// the smallest of the others are left out too, until that is several parts and says nothing of few homes.
pub fn parts(parts: &[Part]) -> Vec<Figure> {
    let mut figures: Vec<Figure> = parts.iter().map(|part| part.figure()).collect();
    loop {
        let left_out = parts.iter().zip(&figures);
        let left_out = left_out.filter(|(_, figure)| **figure == Figure::LeftOut);
        let left_out: Vec<Part> = left_out.map(|(part, _)| *part).collect();
        let together = left_out.iter().copied().reduce(Part::with);
        let tells = together.is_some_and(|it| left_out.len() == 1 || it.is_few());
        let shown = figures.iter().enumerate().filter_map(|(at, it)| match it {
            Figure::Exactly(homes) => Some((*homes, at)),
            Figure::LeftOut => None,
        });
        match shown.min() {
            Some((_, at)) if tells => figures[at] = Figure::LeftOut,
            _ => return figures,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alone(homes: &[usize]) -> Vec<Figure> {
        let all = homes.iter().map(|n| Part { n: *n, of: None });
        parts(&all.collect::<Vec<_>>())
    }

    fn of(homes: &[(usize, usize)]) -> Vec<Figure> {
        let all = homes.iter().map(|(n, of)| Part {
            n: *n,
            of: Some(*of),
        });
        parts(&all.collect::<Vec<_>>())
    }

    #[test]
    fn r11_5_a_figure_of_fewer_than_five_is_left_out() {
        for few in 0..5 {
            assert_eq!(Figure::of(few), Figure::LeftOut, "{few}");
        }
        assert_eq!(Figure::of(5), Figure::Exactly(5));
        assert_eq!(
            alone(&[12, 3, 7]),
            [Figure::Exactly(12), Figure::LeftOut, Figure::LeftOut]
        );
        assert_eq!(
            alone(&[12, 3, 2]),
            [Figure::Exactly(12), Figure::LeftOut, Figure::LeftOut]
        );
        assert_eq!(alone(&[12, 8]), [Figure::Exactly(12), Figure::Exactly(8)]);
        // Two that are left out say together what one would.
        assert_eq!(alone(&[12, 1, 2]), [Figure::LeftOut; 3]);
    }

    #[test]
    fn r11_5_a_figure_of_all_or_of_all_but_few_is_left_out() {
        for (n, all, shown) in [
            (20, 20, false),
            (16, 20, false),
            (15, 20, true),
            (5, 20, true),
            (4, 20, false),
            (0, 20, false),
            (5, 9, false),
        ] {
            let share = Share::new(n, all);
            let expected = match shown {
                true => Figure::Exactly(n),
                false => Figure::LeftOut,
            };
            assert_eq!((share.n, share.of), (expected, Figure::Exactly(all)), "{n}");
        }
        // One stair of which all signed is what is missing from the whole.
        assert_eq!(of(&[(20, 20), (10, 20)]), [Figure::LeftOut; 2]);
        // Two of which all did say of each home that it did.
        assert_eq!(of(&[(20, 20), (20, 20), (10, 20)]), [Figure::LeftOut; 3]);
        assert_eq!(
            of(&[(20, 20), (2, 20), (10, 20)]),
            [Figure::LeftOut, Figure::LeftOut, Figure::Exactly(10)]
        );
    }

    /// How many of a group of homes whoever sees the figures, and the whole beside them, can work out:
    /// the parts that are shown, and what is left out taken together.
    fn worked_out(all: &[Part], figures: &[Figure]) -> Vec<Part> {
        let (mut known, mut rest) = (Vec::new(), Vec::new());
        for (part, figure) in all.iter().zip(figures) {
            match figure {
                Figure::Exactly(n) => {
                    assert_eq!(*n, part.n);
                    known.push(*part);
                }
                Figure::LeftOut => rest.push(*part),
            }
        }
        known.extend(rest.into_iter().reduce(Part::with));
        known
    }

    #[test]
    fn r11_5_what_is_left_of_a_whole_that_is_told_is_not_few() {
        let (told, not_told) = (Figure::Exactly(20), Figure::LeftOut);
        for (homes, wholes, shown) in [
            (15, vec![told], true),
            (16, vec![told], false),
            (20, vec![told], false),
            (16, vec![not_told], true),
            (15, vec![told, Figure::Exactly(18)], false),
            (4, vec![not_told], false),
        ] {
            let figure = Figure::within(homes, &wholes);
            let expected = if shown {
                Figure::Exactly(homes)
            } else {
                Figure::LeftOut
            };
            assert_eq!(figure, expected, "{homes} {wholes:?}");
        }
        // All of them are as well told as they are.
        assert_eq!(Figure::within_or_all(20, (20, told), &[told]), told);
        assert_eq!(Figure::within_or_all(20, (20, not_told), &[]), not_told);
        let other = Figure::within_or_all(16, (20, told), &[]);
        assert_eq!(other, Figure::LeftOut);
    }

    #[test]
    fn r11_5_two_figures_of_the_same_homes_that_differ_by_few_do_not_stand_together() {
        for (homes, other, shown) in [
            (20, 20, true),
            (20, 21, false),
            (20, 16, false),
            (20, 15, true),
            (20, 25, true),
        ] {
            let figure =
                Figure::Exactly(homes).beside(&[Figure::Exactly(50), Figure::Exactly(other)]);
            assert_eq!(figure != Figure::LeftOut, shown, "{homes} {other}");
        }
        let alone = Figure::Exactly(20).beside(&[Figure::LeftOut]);
        assert_eq!(alone, Figure::Exactly(20));
    }

    proptest! {
        /// Of a whole that may be told itself, whoever knows it and what is told of its parts knows of
        /// no few homes that they did, or did not.
        #[test]
        fn r11_5_no_part_of_few_homes_can_be_worked_out(
            homes in prop::collection::vec((0..20_usize, 0..20_usize), 2..6),
            is_partition in any::<bool>(),
        ) {
            let part = |(n, others): &(usize, usize)| Part {
                n: *n,
                of: (!is_partition).then_some(n + others),
            };
            let all: Vec<Part> = homes.iter().map(part).collect();
            let figures = parts(&all);
            let left_out = figures.iter().filter(|it| **it == Figure::LeftOut).count();
            prop_assert!(left_out != 1);
            let whole = all.iter().copied().reduce(Part::with).unwrap();
            if whole.figure() != Figure::LeftOut {
                for known in worked_out(&all, &figures) {
                    prop_assert!(known.n >= FEWEST, "{known:?}");
                    prop_assert!(known.of.is_none_or(|of| of - known.n >= FEWEST), "{known:?}");
                }
            }
        }
    }
}
