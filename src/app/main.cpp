#include "app/context.h"

int main(int argc, char** argv) { return tangthu::app::run({argv + 1, argv + argc}); }
