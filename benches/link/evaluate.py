"""Pairwise F1 of clusters over all true pairs, and how many unique people they make.

    python evaluate.py TRUTH CLUSTERS PAIRS [between]

TRUTH is file,row,entity; CLUSTERS and PAIRS are what `mola link` writes. With `between`, only pairs of
two files count. Prints one line: precision recall f1 precision-of-the-band-linked unique/true-unique.
"""
import csv, os, sys
from collections import Counter


def read(path, key):
    rows = csv.DictReader(open(path, encoding='utf-8'))
    return {(os.path.basename(r['file']), int(r['row'])): r[key] for r in rows}


def main(truth, clusters, pairs, between):
    true, found = read(truth, 'entity'), read(clusters, 'cluster')
    assert set(true) == set(found), 'a row is missing'

    def count(of):
        within = lambda keys: sum(n * (n - 1) // 2 for n in Counter(keys).values())
        all_pairs = within(of(x) for x in true)
        return all_pairs - within((x[0], of(x)) for x in true) if between else all_pairs

    both = count(lambda x: (true[x], found[x]))
    precision = both / max(1, count(lambda x: found[x]))
    recall = both / max(1, count(lambda x: true[x]))
    linked = right = 0
    for r in csv.DictReader(open(pairs, encoding='utf-8')):
        if r['band'] == 'linked':
            left = (os.path.basename(r['left_file']), int(r['left_row']))
            other = (os.path.basename(r['right_file']), int(r['right_row']))
            linked += 1
            right += true[left] == true[other]
    unique = len(set(found.values())) / len(set(true.values()))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f'{precision:.4f} {recall:.4f} {f1:.5f} {right / max(1, linked):.4f} {unique:.4f}')


if __name__ == '__main__':
    main(*sys.argv[1:4], len(sys.argv) > 4)
