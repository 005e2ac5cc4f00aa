//! The values of one column while its frame is being built.

use polars::prelude::*;

/// Values, and which of them are there. As long as none is missing, no marks are kept.
#[derive(Debug)]
pub(crate) struct Cells<T> {
    values: Vec<T>,
    present: Vec<bool>,
}

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Self { values: Vec::new(), present: Vec::new() }
    }
}

impl<T: Copy + Default> Cells<T> {
    /// Sets the value of row `height`. What an abandoned row left behind is cut off, rows without
    /// a value are filled with nulls.
    #[inline]
    pub(crate) fn put(&mut self, height: usize, value: T) {
        if self.values.len() != height {
            self.fill(height);
        }
        self.values.push(value);
        if !self.present.is_empty() {
            self.present.push(true);
        }
    }

    fn fill(&mut self, height: usize) {
        if self.present.is_empty() && height > self.values.len() {
            self.present.resize(self.values.len(), true);
        }
        if !self.present.is_empty() || height > self.values.len() {
            self.present.resize(height, false);
        }
        self.values.resize(height, T::default());
    }

    /// The values of `height` rows.
    pub(crate) fn into_options(mut self, height: usize) -> impl ExactSizeIterator<Item = Option<T>> {
        self.fill(height);
        self.present.resize(height, true);
        self.values.into_iter().zip(self.present).map(|(value, present)| present.then_some(value))
    }

    /// The column of `height` rows.
    pub(crate) fn finish<N: PolarsNumericType<Native = T>>(mut self, name: PlSmallStr, height: usize) -> ChunkedArray<N>
    where
        T: NumericNative,
    {
        self.fill(height);
        if self.present.is_empty() {
            return ChunkedArray::from_vec(name, self.values);
        }
        ChunkedArray::from_iter_options(name, self.into_options(height))
    }
}

/// Texts one after another, and where each ends.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    text: String,
    ends: Vec<usize>,
    present: Vec<bool>,
}

impl Texts {
    /// Sets the text of row `height`, as [`Cells::put`] does.
    pub(crate) fn put(&mut self, height: usize, text: &str) {
        self.fill(height);
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.present.push(true);
    }

    fn fill(&mut self, height: usize) {
        self.ends.truncate(height);
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
        self.ends.resize(height, self.text.len());
        self.present.resize(height, false);
    }

    /// The column of `height` rows.
    pub(crate) fn finish(mut self, name: PlSmallStr, height: usize) -> StringChunked {
        self.fill(height);
        let mut builder = StringChunkedBuilder::new(name, height);
        let mut start = 0;
        for (end, present) in self.ends.into_iter().zip(self.present) {
            builder.append_option(present.then(|| &self.text[start..end]));
            start = end;
        }
        builder.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Puts values at rows, in order; a row that comes twice was abandoned the first time.
    fn check(puts: &[(usize, i32)], height: usize, expected: &[Option<i32>]) {
        let (mut cells, mut texts) = (Cells::default(), Texts::default());
        for (row, value) in puts {
            cells.put(*row, *value);
            texts.put(*row, &value.to_string());
        }
        let column = cells.finish::<Int32Type>("c".into(), height);
        assert_eq!(column.iter().collect::<Vec<_>>(), expected, "{puts:?}");
        let words: Vec<_> = expected.iter().map(|v| v.map(|v| v.to_string())).collect();
        let column = texts.finish("t".into(), height);
        assert_eq!(column.iter().map(|t| t.map(str::to_owned)).collect::<Vec<_>>(), words, "{puts:?}");
    }

    #[test]
    fn gaps_are_null_and_abandoned_rows_are_gone() {
        check(&[], 0, &[]);
        check(&[], 2, &[None, None]);
        check(&[(0, 1), (1, 2)], 2, &[Some(1), Some(2)]);
        check(&[(1, 5)], 3, &[None, Some(5), None]);
        check(&[(0, 1), (1, 7), (1, 8)], 2, &[Some(1), Some(8)]);
        check(&[(0, 1), (1, 7)], 1, &[Some(1)]);
        check(&[(0, 1), (3, 4), (3, 5), (4, 6)], 6, &[Some(1), None, None, Some(5), Some(6), None]);
        check(&[(2, 4), (2, 9)], 3, &[None, None, Some(9)]);
    }
}
