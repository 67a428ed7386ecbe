/* SPDX-License-Identifier: MIT */
/* Walks a hostile zone and checks what every tree must satisfy. */
#include "hostile_zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_node(const sesame_spf_node *node, size_t *nodes) {
  int sum = 0;
  ++*nodes;
  for (size_t i = 0; i < node->visit_count; i++) {
    const sesame_spf_visit *v = &node->visits[i];
    sum += v->total;
    must(v->node == node && v->total >= v->cost && v->running >= v->total);
    must(v->cost == (v->position > 0));
    for (int f = 0; f < SESAME_FAMILIES; f++)
      if (v->child[f] && (f == 0 || v->child[1] != v->child[0])) {
        must(v->child[f]->parent == v && v->total >= 1 + v->child[f]->total);
        check_node(v->child[f], nodes);
      }
  }
  must(node->total <= sum);
}

static void check_matches(const sesame_spf_walk *walk, const sesame_spf_node *node) {
  for (size_t i = 0; i < node->visit_count && i < 50; i++) {
    sesame_addrset *certain, *possible;
    must(sesame_spf_walk_matches(walk, &node->visits[i], &certain, &possible) == SESAME_OK);
    sesame_addrset_free(certain);
    sesame_addrset_free(possible);
  }
}

static void check_tree(const sesame_spf_tree *tree) {
  size_t nodes = 0;
  check_node(tree->root, &nodes);
  must(nodes == tree->nodes && nodes <= SESAME_SPF_WALK_MAX_NODES);
  must(tree->queries <= SESAME_SPF_WALK_MAX_QUERIES);
  must((tree->lookups > SESAME_SPF_WALK_LOOKUPS) == (tree->over_limit != NULL));
  must((tree->result == SESAME_SPF_TREE_OK) == (tree->problem == SESAME_SPF_NO_PROBLEM));
  sesame_addrset *extra = sesame_addrset_difference(tree->authorised, tree->possible);
  must(sesame_addrset_is_empty(extra, SESAME_FAMILIES));
  sesame_addrset_free(extra);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  zone z;
  const sesame_spf_tree *tree;
  split(data, size, &z);
  sesame_spf_walk *walk = walk_zone(&z, &tree);
  check_tree(tree);
  check_matches(walk, tree->root);
  sesame_spf_walk_close(walk);
  return 0;
}
